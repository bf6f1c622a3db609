import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '#core/test-server.ts';
import type { Attachment } from '#shared/contract/attachment.ts';
import { type BrowserHost, serveConsole } from './serve.ts';

let folder: string;
let host: BrowserHost;
let server: TestServer;
let socket: WebSocket;
let cookie: string;
let made: Attachment;

type Frame = {
  id?: number;
  key?: string;
  pass?: { name: string; value: string };
  answer?: unknown;
};
const frames: Frame[] = [];
let look = () => {};
const frame = (fits: (frame: Frame) => boolean) =>
  new Promise<Frame>((resolve) => {
    look = () => {
      const found = frames.find(fits);
      if (found) resolve(found);
    };
    look();
  });
let calls = 0;
async function call<T>(name: string, question: object): Promise<T> {
  calls += 1;
  const id = calls;
  socket.send(JSON.stringify({ id, call: name, question }));
  const { answer } = await frame((one) => one.id === id);
  return (answer as { value: T }).value;
}
type Reply = { status: number; headers: Record<string, unknown>; body: Buffer };
const get = (path: string, headers: Record<string, string>, method = 'GET') =>
  new Promise<Reply>((resolve, reject) => {
    request({ host: '127.0.0.1', port: host.port, path, headers, method }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part) => parts.push(part));
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          body: Buffer.concat(parts),
        }),
      );
    })
      .on('error', reject)
      .end();
  });

const bytes = Buffer.from('%PDF-1.7 and so on');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recado-files-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html>');
  host = await serveConsole({
    folder: join(folder, 'data'),
    port: 0,
    version: '1.0.0',
    renderer: join(folder, 'renderer'),
    openExternal: () => {},
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  frames.length = 0;
  socket = new WebSocket(`ws://127.0.0.1:${host.port}/bridge`, {
    origin: `http://127.0.0.1:${host.port}`,
  });
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)));
    look();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ token: new URL(host.url).hash.slice('#token='.length) }));
  const { pass, key } = await frame((one) => one.pass !== undefined);
  expect(pass?.value).not.toBe(key);
  cookie = `other=1; ${pass?.name}=${pass?.value}`;
  server = await startTestServer();
  const { email } = server.addUser('Ana');
  await call('signIn', { server: server.address, email, password: 'right password' });
  const said = { kind: 'document', name: 'conta.pdf', mediaType: 'application/pdf' };
  const { attachmentId } = await call<{ attachmentId: string }>('beginAttachment', {
    ...said,
    size: bytes.length,
  });
  const part = { attachmentId, offset: 0, bytes: bytes.toString('base64') };
  await call('addToAttachment', part);
  made = await call<Attachment>('endAttachment', { attachmentId, look: {} });
});
afterEach(async () => {
  socket.terminate();
  await host.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('gives its own page a file, whole or in part, to show or to keep', async () => {
  const path = `/attachments/${made.id}`;
  const shown = await get(path, { cookie, 'sec-fetch-site': 'same-origin' });
  expect(shown).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'application/pdf',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'content-disposition': expect.stringMatching(/^inline/),
    },
  });
  expect(shown.body.equals(bytes)).toBe(true);
  const part = await get(path, { cookie, range: 'bytes=1-3' });
  expect([part.status, part.body.toString()]).toEqual([206, 'PDF']);
  const kept = await get(`${path}?as=download`, { cookie });
  expect(kept.headers['content-disposition']).toMatch(/^attachment; filename=/);
  const head = await get(path, { cookie }, 'HEAD');
  expect([head.status, head.body.length]).toEqual([200, 0]);
});

it.each([
  ['without the pass', {}, 403],
  ['with a wrong one', { cookie: 'recado-1=x' }, 403],
  ['for a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['for a page on another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['under a foreign name', { host: 'evil.example' }, 421],
])('gives nothing %s', async (_, headers, status) => {
  const withPass = 'host' in headers || 'sec-fetch-site' in headers;
  const sent: Record<string, string> = withPass ? { cookie, ...headers } : { ...headers };
  const reply = await get(`/attachments/${made.id}`, sent);
  expect(reply.status).toBe(status);
  expect(reply.body.toString()).not.toContain('PDF');
});

it('gives nothing with a pass of the right name and another value', async () => {
  const wrong = cookie.replace(/[^=]$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect(wrong).not.toBe(cookie);
  expect((await get(`/attachments/${made.id}`, { cookie: wrong })).status).toBe(403);
});

it.each([
  '/attachments/',
  '/attachments/..',
  '/attachments/../renderer/index.html',
  '/attachments/%2e%2e%2fcache.sqlite',
  '/attachments/../../console.json',
  '/attachments/x',
  '/attachments//etc/passwd',
])('%s leads nowhere', async (path) => {
  expect((await get(path, { cookie })).status).toBe(404);
});

it('takes no other method', async () => {
  expect((await get(`/attachments/${made.id}`, { cookie }, 'DELETE')).status).toBe(405);
});
