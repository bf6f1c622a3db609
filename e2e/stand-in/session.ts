/** The session of all pages, and the custom protocols it serves. */
import { EventEmitter } from 'node:events';
import { strict } from './strict.ts';

type PermissionAnswer = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: object,
) => void;
type PermissionCheck = (
  contents: unknown,
  permission: string,
  origin: string,
  details: object,
) => boolean;
type Serve = (request: Request) => Response | Promise<Response>;
export type Served = Map<string, Serve>;

/** Electron's name of a permission, and what the web calls it. */
const permissions = [
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['media', 'microphone'],
  ['media', 'camera'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['idle-detection', 'idle-detection'],
] as const;

export class PageSession extends EventEmitter {
  requested: PermissionAnswer = (_contents, _permission, answer) => answer(true);
  checked: PermissionCheck = () => true;
  device: (details: object) => boolean = () => false;
  readonly availableSpellCheckerLanguages = ['en-US', 'pt-BR'];
  spellCheckerLanguages: string[] = [];
  /** Kept, and no more: Chromium is driven without a dictionary. */
  setSpellCheckerLanguages(languages: string[]): void {
    const unknown = languages.find((one) => !this.availableSpellCheckerLanguages.includes(one));
    if (unknown) throw new Error(`Invalid language code provided: "${unknown}"`);
    this.spellCheckerLanguages = languages;
  }
  getSpellCheckerLanguages(): string[] {
    return this.spellCheckerLanguages;
  }
  setPermissionRequestHandler(handler: PermissionAnswer | null): void {
    this.requested = handler ?? ((_contents, _permission, answer) => answer(true));
  }
  setDevicePermissionHandler(handler: ((details: object) => boolean) | null): void {
    this.device = handler ?? (() => false);
  }
  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    this.checked = handler ?? (() => true);
  }
}

/** Asked once per page, beforehand: Chromium tells nobody outside when a page asks. */
export async function permissionsOf(
  session: PageSession,
  contents: unknown,
  url: string,
): Promise<{ name: string; setting: 'granted' | 'denied' }[]> {
  const all = permissions.map(async ([permission, name]) => {
    const media = name === 'microphone' ? 'audio' : name === 'camera' ? 'video' : null;
    const details = {
      requestingUrl: url,
      isMainFrame: true,
      ...(media && { mediaType: media, mediaTypes: [media] }),
    };
    const granted =
      session.checked(contents, permission, url, details) &&
      (await new Promise<boolean>((resolve) =>
        session.requested(contents, permission, resolve, details),
      ));
    return { name, setting: granted ? ('granted' as const) : ('denied' as const) };
  });
  return Promise.all(all);
}

type Privileged = { scheme: string; privileges?: Record<string, boolean> };

export function openProtocol() {
  const schemes = new Set<string>();
  const served: Served = new Map();
  const protocol = strict('protocol', {
    registerSchemesAsPrivileged(all: Privileged[]) {
      for (const { scheme, privileges } of all) {
        if (!privileges?.standard || !privileges.secure) {
          throw new Error('The Electron stand-in knows only standard and secure schemes.');
        }
        schemes.add(scheme);
      }
    },
    handle(scheme: string, serve: Serve) {
      if (!schemes.has(scheme)) {
        throw new Error(`The Electron stand-in serves only privileged schemes, not ${scheme}.`);
      }
      if (served.has(scheme)) throw new Error(`The scheme ${scheme} is handled already.`);
      served.set(scheme, serve);
    },
    unhandle: (scheme: string) => void served.delete(scheme),
    isProtocolHandled: (scheme: string) => served.has(scheme),
  });
  return { protocol, schemes, served };
}

/** What Chromium is to be told for one request; null: nobody serves it. */
export async function serveRequest(
  served: Served,
  request: { url: string; method: string; headers: Record<string, string> },
) {
  const serve = served.get(new URL(request.url).protocol.slice(0, -1));
  if (!serve) return null;
  const { url, method, headers } = request;
  const response = await serve(new Request(url, { method, headers }));
  return {
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
}
