/** The renderer's files, to this machine's own browser and nobody else. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOwnHost } from './entry.ts';

const script = fileURLToPath(new URL('./desk.js', import.meta.url));

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const policy = (port: number): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const notBuilt = `O console ainda não foi construído: rode "npm run build" e recarregue esta página.
The console is not built yet: run "npm run build" and reload this page.
`;

type Reply = { status: number; type: string; body: string | Buffer };
const words = (status: number, body: string): Reply => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});

/** `renderer`: the folder of the built renderer, which may not be there yet. */
export function servePages(
  renderer: string,
  port: () => number,
  /** True where it was a file of a message, and is answered. */
  answersFile: (request: IncomingMessage, reply: ServerResponse) => boolean,
) {
  return (request: IncomingMessage, reply: ServerResponse): void => {
    if (answersFile(request, reply)) return;
    const { status, type, body } = replyTo(request, renderer, port());
    reply.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'content-security-policy': policy(port()),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    });
    reply.end(request.method === 'HEAD' ? undefined : body);
  };
}

function replyTo(request: IncomingMessage, renderer: string, port: number): Reply {
  if (!isOwnHost(request.headers.host, port)) return words(421, 'Not this address.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return words(405, 'Only GET.\n');
  const path = pathOf(request.url);
  // Before the renderer's own, which is empty: in the installed app the preload is the bridge.
  const file = path === '/desk.js' ? script : path && fileOf(renderer, path);
  if (file) {
    const type = types[extname(file)] ?? 'application/octet-stream';
    return { status: 200, type, body: readFileSync(file) };
  }
  return path === '/' ? words(503, notBuilt) : words(404, 'Nothing here.\n');
}

/** Null for what is no plain path. */
function pathOf(url: string | undefined): string | null {
  try {
    const path = decodeURIComponent((url ?? '').split('?')[0] ?? '');
    return path.startsWith('/') && !path.includes('\0') && !path.includes('\\') ? path : null;
  } catch {
    return null;
  }
}

/** A file inside the folder, wherever links in it lead; null: none. */
function fileOf(folder: string, path: string): string | null {
  try {
    const root = realpathSync(folder);
    const file = realpathSync(join(root, path === '/' ? 'index.html' : path));
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
