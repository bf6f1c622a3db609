import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { gone } from './platform/postgres/postmaster.ts';
import { testDatabase } from './platform/postgres/test-database.ts';
import { wireToDatabase } from './platform/test-wire.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
let running: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recado-main-'));
  // Root's PostgreSQL runs as nobody, who must be able to pass.
  await chmod(folder, 0o711);
  running = [];
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address ? address.port : 0;
}

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      RECADO_DATA: join(folder, 'data'),
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const told = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    told.out += data;
  });
  child.stderr.on('data', (data) => {
    told.err += data;
  });
  const over = once(child, 'exit').then(([code]) => code as number | null);
  const up = new Promise<void>((resolve) => {
    child.stdout.on('data', () => told.out.includes('is running at') && resolve());
  });
  return { child, told, over, up: Promise.race([up, over]) };
}

test.each([
  [{ RECADO_PORT: 'x' }, /^RECADO_PORT: .*\n$/],
  [{ WHATSAPP_DRIVER: 'pigeon' }, /^WHATSAPP_DRIVER: .*\n$/],
  [{ WHATSAPP_DRIVER: 'cloud' }, /^WHATSAPP_CLOUD_TOKEN: .*\n$/],
  [{ WHATSAPP_WS_URL: 'ws://127.0.0.1:9' }, /^WHATSAPP_WS_URL: .*WHATSAPP_TEST=1\n$/],
  [{ RECADO_HOST: '203.0.113.9' }, /^RECADO_HOST: .*\n$/],
  [{ DATABASE_URL: 'postgresql://nowhere.invalid/x' }, /^DATABASE_URL: .*\n$/],
])('a bad setting stops it with one line that names it: %o', async (env, line) => {
  const { told, over } = run({ RECADO_PORT: String(await freePort()), ...env } as never);
  expect(await over).toBe(1);
  expect(told.err).toMatch(line);
});

test('starts with no one to ask, says where it is, keeps a second one out, and stops in time', async () => {
  const port = String(await freePort());
  const admin = { RECADO_ADMIN_EMAIL: 'Dora@example.com', RECADO_ADMIN_PASSWORD: 'uma frase' };
  const short = run({ RECADO_PORT: port, ...admin });
  expect(await short.over).toBe(1);
  expect(short.told.err).toMatch(/^RECADO_ADMIN_PASSWORD: /);

  const first = run({ RECADO_PORT: port, ...admin, RECADO_ADMIN_PASSWORD: 'uma frase boa' });
  await first.up;
  expect(first.told.out).toContain(`http://127.0.0.1:${port}`);
  expect(first.told.out).not.toContain('/setup');
  const health = await fetch(`http://127.0.0.1:${port}/api/health`);
  expect(await health.json()).toMatchObject({ status: 'ok', database: 'ok', queue: 'ok' });
  const signIn = await fetch(`http://127.0.0.1:${port}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'dora@example.com', password: 'uma frase boa' }),
  });
  expect(signIn.status).toBe(200);

  const second = run({ RECADO_PORT: String(await freePort()) });
  expect(await second.over).toBe(1);
  expect(second.told.err).toMatch(/^another server \(process \d+\) is already using .*\n$/);

  const pidFile = join(folder, 'data', 'postgres', 'data', 'postmaster.pid');
  const postmaster = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
  const before = performance.now();
  first.child.kill('SIGTERM');
  expect(await first.over).toBe(0);
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(await gone(postmaster, 0)).toBe(true);
});

test('killed outright, the next one takes over what it left', async () => {
  const port = String(await freePort());
  const first = run({ RECADO_PORT: port });
  await first.up;
  expect(first.told.out).toContain(`/setup`);
  first.child.kill('SIGKILL');
  await first.over;
  const second = run({ RECADO_PORT: port });
  await second.up;
  expect(second.told.out).toContain('PostgreSQL was still running.');
  expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200);
});

test('reachable by others, it asks for the code that it printed', async () => {
  const port = String(await freePort());
  const open = run({ RECADO_PORT: port, RECADO_HOST: '0.0.0.0' });
  await open.up;
  const printed = () => /Set-up code: (\S+)\n/.exec(open.told.out)?.[1];
  // It comes a line after the address: perhaps not yet in the same read.
  await vi.waitFor(() => expect(printed()).toBeDefined());
  const code = printed();
  const setUp = (more: object) =>
    fetch(`http://127.0.0.1:${port}/api/v1/set-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        workspace: 'W',
        name: 'D',
        email: 'd@x.com',
        password: 'uma frase boa',
        sample: false,
        ...more,
      }),
    });
  expect((await setUp({})).status).toBe(403);
  expect((await setUp({ code })).status).toBe(201);
});

test.each(['refuses', 'says nothing'])(
  'while the database %s the consoles are let go, and it takes them again afterwards',
  async (how) => {
    const database = await testDatabase();
    onTestFinished(() => database.drop());
    const { wire, url } = await wireToDatabase(database.url);
    const port = String(await freePort());
    const admin = { RECADO_ADMIN_EMAIL: 'd@x.com', RECADO_ADMIN_PASSWORD: 'uma frase boa' };
    const { up } = run({ RECADO_PORT: port, DATABASE_URL: url, ...admin, LOG_LEVEL: 'fatal' });
    await up;
    const signIn = await fetch(`http://127.0.0.1:${port}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'd@x.com', password: 'uma frase boa' }),
    });
    const { token } = (await signIn.json()) as { token: string };
    const console = io(`http://127.0.0.1:${port}`, {
      ...{ auth: { token, app: '99.0.0' }, transports: ['websocket'], forceNew: true },
      ...{ reconnectionDelay: 20, reconnectionDelayMax: 100 },
    });
    onTestFinished(() => void console.disconnect());
    const welcome = () => new Promise((resolve) => console.once('welcome', resolve));
    await welcome();
    const gone = new Promise((resolve) => console.once('disconnect', resolve));
    if (how === 'refuses') await wire.cut();
    else wire.mute();
    await gone;
    // It was the server that let go: the console asks again by itself only where told to.
    const back = welcome();
    await wire.mend();
    console.connect();
    await back;
  },
  30_000,
);
