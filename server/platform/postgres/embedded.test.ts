import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from './embedded.ts';
import { gone, isPostgres } from './postmaster.ts';

const log = { info: () => undefined, warn: () => undefined };
let above: string;
let folder: string;
let running: Embedded[];

beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), 'recado-embedded-'));
  folder = join(above, 'postgres');
  running = [];
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  const link = await lstat(folder).catch(() => null);
  if (link?.isSymbolicLink()) await rm(await realpath(folder), { recursive: true });
  await rm(above, { recursive: true, force: true });
});

async function start(more: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<Embedded> {
  const postgres = await startEmbedded({ folder, log, ...more });
  running.push(postgres);
  return postgres;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Asks until it is answered: the time in which a killed one comes up again. */
async function askUntilAnswered(url: string, sql: string): Promise<unknown> {
  for (const end = Date.now() + 15_000; ; ) {
    try {
      return await ask(url, sql);
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(25);
    }
  }
}

test('starts on a new folder, keeps what it is told, and starts again within a second', async () => {
  const first = await start();
  expect(await ask(first.url, 'show server_version')).toMatch(/^18/);
  expect(await ask(first.url, 'show server_encoding')).toBe('UTF8');
  expect(await ask(first.url, 'show fsync')).toBe('on');
  expect(await ask(first.url, 'show listen_addresses')).toBe('');
  expect(await ask(first.url, `select upper('ação')`)).toBe('AÇÃO');
  await ask(first.url, 'create table kept as select 7 as n');
  await first.stop();
  expect(await isPostgres(first.pid())).toBe(false);

  const before = performance.now();
  const second = await start();
  expect(performance.now() - before).toBeLessThan(1_000);
  expect(second.attached).toBe(false);
  expect(await ask(second.url, 'select n from kept')).toBe(7);
});

test('on loopback it wants its password', async () => {
  const postgres = await start({ loopback: true });
  expect(await ask(postgres.url, 'select 1')).toBe(1);
  const wrong = postgres.url.replace(/:[0-9a-f]+@/, ':wrong@');
  await expect(ask(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
});

test('a killed postmaster is brought up again, at the same address, with what was committed', async () => {
  const postgres = await start();
  await ask(postgres.url, 'create table kept (n int)');
  // Backends that are busy when their postmaster dies are what blocks a restart.
  const busy = new pg.Client({ connectionString: postgres.url });
  busy.on('error', () => undefined);
  await busy.connect();
  for (let n = 1; n <= 4; n += 1) {
    await askUntilAnswered(postgres.url, `insert into kept values (${n})`);
    busy.query('select pg_sleep(30)').catch(() => undefined);
    process.kill(postgres.pid(), 'SIGKILL');
  }
  expect(await askUntilAnswered(postgres.url, 'select count(*)::int from kept')).toBe(4);
  await busy.end().catch(() => undefined);
});

async function launcher(code: string): Promise<{ child: ChildProcess; line: string }> {
  const embedded = JSON.stringify(fileURLToPath(new URL('./embedded.ts', import.meta.url)));
  const script = `
    import { startEmbedded } from ${embedded};
    const postgres = await startEmbedded({ folder: ${JSON.stringify(folder)}, log: { info() {}, warn() {} } });
    ${code}
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, line: line.toString().trim() };
}

test('outlives a killed server, and the next one attaches, watches and stops it', async () => {
  const { child, line } = await launcher('console.log(postgres.pid());');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const postgres = await start();
  expect(postgres.attached).toBe(true);
  expect(postgres.pid()).toBe(Number(line));
  expect(await ask(postgres.url, 'select 1')).toBe(1);

  process.kill(postgres.pid(), 'SIGKILL');
  await gone(Number(line), 5_000);
  expect(await askUntilAnswered(postgres.url, 'select 2')).toBe(2);
  expect(postgres.pid()).not.toBe(Number(line));
  await postgres.stop();
  expect(await isPostgres(postgres.pid())).toBe(false);
});

test('a pid file left by a crash does not stop a start, though another program has its pid', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 7 as n');
  const file = join(folder, 'data', 'postmaster.pid');
  const text = await readFile(file, 'utf8');
  await first.stop();
  const other = spawn('sleep', ['60'], { uid: process.getuid?.() === 0 ? 65_534 : undefined });
  try {
    await writeFile(file, text.replace(/^\d+/, String(other.pid)));
    const second = await start();
    expect(second.attached).toBe(false);
    expect(await ask(second.url, 'select n from kept')).toBe(7);
  } finally {
    other.kill();
  }
});

test('a start that was cut short in the middle of initdb begins anew', async () => {
  await mkdir(join(folder, 'data.new', 'base'), { recursive: true });
  const postgres = await start();
  expect(await ask(postgres.url, 'select 1')).toBe(1);
});

test('a folder too deep for a socket works all the same', async () => {
  folder = join(above, 'd'.repeat(60), 'e'.repeat(60), 'postgres');
  await mkdir(join(above, 'd'.repeat(60)));
  await chmod(join(above, 'd'.repeat(60)), 0o755);
  await chmod(above, 0o755);
  const postgres = await start();
  expect(await ask(postgres.url, 'select 1')).toBe(1);
});

test.runIf(process.getuid?.() === 0)('as root it runs as nobody', async () => {
  const postgres = await start();
  const status = await readFile(`/proc/${postgres.pid()}/status`, 'utf8');
  expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).not.toBe('0');
});

test.runIf(process.getuid?.() === 0)(
  'as root, below a folder that only root may enter, it keeps its data where nobody can',
  async () => {
    const locked = join(above, 'locked');
    await mkdir(locked, { mode: 0o700 });
    folder = join(locked, 'data', 'postgres');
    const first = await start();
    expect(await ask(first.url, 'create table kept as select 7 as n')).toBe(undefined);
    await first.stop();
    expect((await lstat(folder)).isSymbolicLink()).toBe(true);
    const second = await start();
    expect(await ask(second.url, 'select n from kept')).toBe(7);
    await expect(access(join(folder, 'data', 'PG_VERSION'))).resolves.toBe(undefined);
  },
);
