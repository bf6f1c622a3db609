/** Who may come in: a one-time token from the printed address, then a key that lasts a run. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export type Entry = {
  /** For the printed address; good for one page. */
  oneTime: string;
  /** The key with which the page comes again; null: no entry. */
  admit(token: string): string | null;
  /** For files: pictures are asked for with a cookie, which opens nothing else. */
  pass: string;
  hasPass(cookies: string | undefined, port: number): boolean;
};

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(hashOf(a), hashOf(b));

export function openEntry(): Entry {
  const oneTime = randomBytes(32).toString('base64url');
  const key = randomBytes(32).toString('base64url');
  const pass = randomBytes(32).toString('base64url');
  let used = false;
  return {
    oneTime,
    pass,
    hasPass: (cookies, port) =>
      (cookies ?? '').split(';').some((one) => {
        const [name, value = ''] = one.trim().split('=');
        return name === passName(port) && same(value, pass);
      }),
    admit(token) {
      if (same(token, key)) return key;
      if (used || !same(token, oneTime)) return null;
      used = true;
      return key;
    },
  };
}

/** Cookies know no ports: each console on this machine has a name of its own. */
export const passName = (port: number): string => `recado-${port}`;

/** Browsers say of what a page embeds whose page it is; whoever says nothing has to have the pass. */
export const isOwnFetch = (site: string | undefined): boolean =>
  site === undefined || site === 'same-origin' || site === 'none';

/** The names under which this process is reached; any other is a page of someone else's. */
export const ownHosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Against DNS rebinding: a foreign name that points here is still foreign. */
export const isOwnHost = (host: string | undefined, port: number): boolean =>
  host !== undefined && ownHosts(port).includes(host);

/** Browsers always send it with a WebSocket; whoever does not send it is no page of ours. */
export const isOwnOrigin = (origin: string | undefined, port: number): boolean =>
  origin !== undefined && ownHosts(port).some((host) => origin === `http://${host}`);
