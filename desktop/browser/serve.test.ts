import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openSecretFile } from '#core/secret-file.ts';
import { type BrowserHost, serveConsole } from './serve.ts';

let folder: string;
let host: BrowserHost;
let token: string;

const start = (port = 0, name = 'data') =>
  serveConsole({
    folder: join(folder, name),
    port,
    version: '1.0.0',
    renderer: join(folder, 'renderer'),
    openExternal: () => {},
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recado-host-'));
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Recado</title>');
  writeFileSync(join(folder, 'renderer/desk.js'), 'the empty one');
  writeFileSync(join(folder, 'renderer/assets/app.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'renderer/link.txt'));
  host = await start();
  token = new URL(host.url).hash.slice('#token='.length);
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

type Reply = { status: number; headers: Record<string, unknown>; body: string };
/** The path goes out as it is: fetch would tidy it up. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: host.port, path, headers, method }, (reply) => {
      let body = '';
      reply.on('data', (part) => {
        body += part;
      });
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }),
      );
    })
      .on('error', reject)
      .end();
  });

const own = () => `http://127.0.0.1:${host.port}`;
const page = (options: { origin?: string; host?: string; path?: string } = {}) => {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${options.path ?? '/bridge'}`, {
    origin: 'origin' in options ? options.origin : own(),
    headers: options.host ? { host: options.host } : {},
  });
  const frames: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)));
    for (const look of waiting) look();
  });
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  return {
    socket,
    frames,
    opened,
    closed,
    send: (frame: unknown) => socket.send(JSON.stringify(frame)),
    frame: (fits: (frame: Record<string, unknown>) => boolean) =>
      new Promise<Record<string, unknown>>((resolve) => {
        const look = () => {
          const found = frames.find(fits);
          if (found) resolve(found);
        };
        waiting.push(look);
        look();
      }),
  };
};
async function entered(with_ = token) {
  const tab = page();
  await tab.opened;
  tab.send({ token: with_ });
  const { key } = await tab.frame((frame) => 'key' in frame);
  return { ...tab, key: key as string };
}

it('prints an address that lets one page in, whose key lets it in again, in several tabs', async () => {
  expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  const first = await entered();
  first.send({ id: 1, call: 'open', question: {} });
  expect(await first.frame(({ id }) => id === 1)).toMatchObject({
    answer: { ok: true, value: { host: 'browser', user: null, version: '1.0.0' } },
  });
  const again = page();
  await again.opened;
  again.send({ token });
  expect(await again.closed).toBe(4401);
  const [reloaded, tab] = [await entered(first.key), await entered(first.key)];
  reloaded.send({ id: 1, call: 'savePreferences', question: { preferences: { theme: 'dark' } } });
  await reloaded.frame(({ id }) => id === 1);
  tab.send({ id: 2, call: 'open', question: {} });
  expect(await tab.frame(({ id }) => id === 2)).toMatchObject({
    answer: { value: { preferences: { theme: 'dark' } } },
  });
});

it.each([
  ['a foreign page', { origin: 'https://evil.example' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['no page at all', { origin: undefined }],
  ['a page without an origin', { origin: 'null' }],
  ['a name that was bound to this machine', { host: 'evil.example' }],
  ['another path', { path: '/bridge/../x' }],
])('a socket from %s does not open', async (_, options) => {
  const socket = page(options);
  await expect(socket.opened).rejects.toThrow(/403/);
});

it('without a token, or with a wrong one, nothing is told', async () => {
  for (const first of [{ token: 'x' }, { token: 7 }, { id: 1, call: 'open', question: {} }, null]) {
    const socket = page();
    await socket.opened;
    socket.send(first);
    expect(await socket.closed).toBe(4401);
    expect(socket.frames).toEqual([]);
  }
  const packed = page();
  await packed.opened;
  packed.socket.send(Buffer.from(JSON.stringify({ token })));
  expect(await packed.closed).toBe(4401);
  await entered();
});

it('junk frames are refused and close nothing; one too large closes its own page only', async () => {
  const tab = await entered();
  const other = await entered(tab.key);
  const junk = ['', '{', '[]', '7', '{"id":0,"call":"open","question":{}}', '{"id":1,"call":7}'];
  for (const text of [...junk, '{"id":1,"call":"open","question":{},"more":1}']) {
    tab.socket.send(text);
  }
  tab.socket.send(Buffer.from([0, 1, 2]));
  tab.send({ id: 5, call: '__proto__', question: {} });
  expect(await tab.frame(({ id }) => id === 5)).toMatchObject({ answer: { code: 'not-found' } });
  expect(tab.frames.filter((frame) => 'fault' in frame)).toHaveLength(8);
  tab.send({ id: 6, call: 'open', question: 'x'.repeat(2 * 1024 * 1024) });
  expect(await tab.closed).toBe(1009);
  other.send({ id: 1, call: 'open', question: {} });
  await other.frame(({ id }) => id === 1);
});

it('serves the renderer with its own desk.js, under a policy without inline scripts', async () => {
  const index = await get('/');
  expect(index).toMatchObject({ status: 200 });
  expect(index.body).toContain('Recado');
  const policy = String(index.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(index.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
  expect(index.headers).not.toHaveProperty('access-control-allow-origin');
  const bridge = await get('/desk.js');
  expect(bridge.body).toContain('WebSocket');
  expect(bridge.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(await get('/assets/app.js')).toMatchObject({ status: 200, body: 'export {};' });
});

it('says how to build what is not built', async () => {
  rmSync(join(folder, 'renderer'), { recursive: true });
  const reply = await get('/');
  expect(reply.status).toBe(503);
  expect(reply.body).toContain('npm run build');
});

it.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/..%5csecret.txt',
  '/link.txt',
  '//etc/passwd',
  '/assets',
  '/%00',
  '/%ff',
  '/data/secrets.json',
])('%s leads nowhere', async (path) => {
  const reply = await get(path);
  expect(reply.status).toBe(404);
  expect(reply.body).not.toContain('secret');
});

it('a foreign name, or another method, gets nothing', async () => {
  for (const name of ['evil.example', `evil.example:${host.port}`, '127.0.0.1', 'localhost:1']) {
    expect(await get('/', { host: name })).toMatchObject({ status: 421 });
  }
  expect(await get('/', {}, 'POST')).toMatchObject({ status: 405 });
  const raw = await new Promise<string>((resolve) => {
    const socket = connect(host.port, '127.0.0.1', () => socket.write('junk\r\n\r\n'));
    socket.on('data', (data) => resolve(String(data)));
  });
  expect(raw).toContain('400');
});

it('takes the next free port, and never a folder that is in use', async () => {
  const second = await start(host.port, 'other');
  expect(second.port).toBeGreaterThan(host.port);
  await second.close();
  await expect(start(0)).rejects.toThrow(/already using/);
});

it('keeps secrets in a file that only its owner reads', () => {
  const secrets = openSecretFile(join(folder, 'secrets.json'));
  secrets.set('a', 'b');
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(openSecretFile(join(folder, 'secrets.json')).get('a')).toBe('b');
  secrets.delete('a');
  expect(openSecretFile(join(folder, 'secrets.json')).get('a')).toBeNull();
});
