/** What belongs to this app: pure decisions, so that they can be attacked without Electron. */
import { extname, join, normalize, sep } from 'node:path';

export const scheme = 'recado-app';
export const origin = `${scheme}://console`;
export const startPage = `${origin}/index.html`;

/** Strict: everything comes from the bundle, nothing is inline, nothing is fetched. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

function parsed(url: string | undefined | null): URL | null {
  if (!url) return null;
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/** Whether an address is a page of ours. Missing or unreadable is no. */
export function isOwnPage(url: string | undefined | null): boolean {
  const address = parsed(url);
  return address?.protocol === `${scheme}:` && address.host === 'console';
}

/**
 * Whether an address is the console itself. A file of a message has our origin as well, and is not
 * ours: it is neither gone to nor answered.
 */
export function isConsolePage(url: string | undefined | null): boolean {
  return isOwnPage(url) && ['/', '/index.html'].includes(parsed(url)?.pathname ?? '');
}

/** The file behind an address, inside `folder`; null for whatever is not there to be had. */
export function assetOf(url: string, folder: string): { file: string; type: string } | null {
  if (!isOwnPage(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  const type = types[extname(file)];
  if (!type || path.includes('\0') || !file.startsWith(folder + sep)) return null;
  return { file, type };
}

export type FileAddress = { id: string; download: boolean };

/** What is asked for below `attachments/`; null: something else. The core decides what is an id. */
export function fileAddressOf(url: string): FileAddress | null {
  if (!isOwnPage(url)) return null;
  const { pathname, searchParams } = new URL(url);
  const id = /^\/attachments\/(.*)$/.exec(pathname)?.[1];
  return id === undefined ? null : { id, download: searchParams.get('as') === 'download' };
}

type Frame = { url: string; parent: unknown } | null;

/** A call is answered only to the top frame of the console, in a window of ours. */
export function mayCall(frame: Frame | undefined, fromOwnWindow: boolean): boolean {
  return fromOwnWindow && frame != null && frame.parent == null && isConsolePage(frame.url);
}

/** Nothing on the page needs a device: what the browser could do beyond the policy is off. */
export const pageRights =
  'camera=(), geolocation=(), usb=(), serial=(), hid=(), bluetooth=(), display-capture=()';

/** What the console itself uses: its microphone for voice notes, copying, a video over the whole screen. */
export function mayUse(
  permission: string,
  url: string | undefined,
  media: readonly string[],
): boolean {
  if (!isOwnPage(url)) return false;
  if (permission === 'media') return media.length > 0 && media.every((kind) => kind === 'audio');
  return permission === 'clipboard-sanitized-write' || permission === 'fullscreen';
}
