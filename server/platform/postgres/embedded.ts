/**
 * A real PostgreSQL 18 below the server's data folder, from the npm package. It outlives a killed
 * server (the next one attaches to it) and is brought up again when it is killed itself.
 */
import { randomBytes } from 'node:crypto';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { makeOwned, postgresAccount, preparePlace } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, initialise, launch } from './cluster.ts';
import { disownPidFile, isPostgres, readPostmaster, stopPostmaster } from './postmaster.ts';

export type PlainLog = {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
};

export type Embedded = {
  url: string;
  /** True when it was still running from an earlier server. */
  attached: boolean;
  /** The process now; it changes when it had to be brought up again. */
  pid(): number;
  stop(): Promise<void>;
};

const database = 'recado';
const socketPort = 5432;
/** The longest path that every system takes for a socket's address. */
const longestSocket = 100;

/** Where to reach it. The socket lies in a folder that only its owner may enter. */
async function chooseAddress(cluster: Cluster, loopback: boolean): Promise<void> {
  if (loopback) {
    cluster.port = await freePort();
    return;
  }
  const beside = join(cluster.place, 'socket');
  const short = join(tmpdir(), `recado-${randomBytes(6).toString('hex')}`);
  cluster.socketFolder = beside.length + '/.s.PGSQL.5432'.length > longestSocket ? short : beside;
  cluster.port = socketPort;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function urlOf(cluster: Cluster, name: string): string {
  const { socketFolder, port, password } = cluster;
  if (socketFolder) {
    return `postgresql://postgres@${encodeURIComponent(socketFolder)}:${port}/${name}`;
  }
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${name}`;
}

/** Connects, waiting while it is still starting or recovering; makes our database the first time. */
async function ensureDatabase(cluster: Cluster): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: urlOf(cluster, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('select from pg_database where datname = $1', [
        database,
      ]);
      if (rowCount === 0) await client.query(`create database ${database}`);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** The postmaster of an earlier server, once it answers; null when none is alive. */
async function survivor(cluster: Cluster): Promise<number | null> {
  for (;;) {
    const found = await readPostmaster(cluster.data);
    if (!found) return null;
    if (!(await isPostgres(found.pid))) {
      await disownPidFile(cluster.data);
      return null;
    }
    if (found.ready) {
      cluster.port = found.port;
      cluster.socketFolder = cluster.password ? null : found.socketFolder;
      return found.pid;
    }
    // Still recovering, or on its way out.
    await pause(50);
  }
}

/**
 * @param folder its own folder below the data folder; made when missing.
 * @param loopback listens on 127.0.0.1 with a password instead of a socket (always on Windows).
 * @param settings more server settings, for tests.
 */
export async function startEmbedded({
  folder,
  log,
  loopback = process.platform === 'win32',
  settings = {},
}: {
  folder: string;
  log: PlainLog;
  loopback?: boolean;
  settings?: Record<string, string>;
}): Promise<Embedded> {
  const account = await postgresAccount();
  const place = await preparePlace(folder, account);
  if (place !== join(await realpath(dirname(folder)), basename(folder))) {
    log.info({ place }, 'the database is kept where the account that runs it can reach it');
  }
  const binaries = await findBinaries(place, account);
  const data = join(place, 'data');
  const made = await stat(join(data, 'PG_VERSION')).catch(() => null);
  if (!made) await initialise({ place, data, binaries, account, loopback });
  const password = await readFile(join(place, 'password'), 'utf8').catch(() => null);
  const cluster: Cluster = {
    place,
    data,
    binaries,
    account,
    password,
    settings,
    socketFolder: null,
    port: 0,
  };

  let stopping = false;
  let pid = await survivor(cluster);
  const attached = pid !== null;
  if (pid === null) {
    await chooseAddress(cluster, password !== null);
    if (cluster.socketFolder) await makeOwned(cluster.socketFolder, account);
    pid = await bringUp(30_000);
  }
  await ensureDatabase(cluster);
  const end = new AbortController();
  const watching = watch();

  /** Starts it, again and again while backends of a killed postmaster are still on their way out. */
  async function bringUp(patience: number): Promise<number> {
    const deadline = Date.now() + patience;
    for (let wait = 25; ; wait = Math.min(wait * 2, 1_000)) {
      const left = await survivor(cluster);
      if (left !== null) return left;
      const started = await launch(cluster);
      if ('pid' in started) return started.pid;
      if (!started.passing || stopping || Date.now() > deadline) throw new Error(started.fault);
      await pause(wait);
    }
  }

  async function watch(): Promise<void> {
    while (!stopping) {
      await pause(100, undefined, { signal: end.signal }).catch(() => undefined);
      if (stopping || (await isPostgres(pid as number))) continue;
      log.warn({ postgres: pid }, 'PostgreSQL has died; bringing it up again');
      try {
        pid = await bringUp(600_000);
        log.info({ postgres: pid }, 'PostgreSQL is up again');
      } catch (error) {
        log.warn({ err: error }, 'PostgreSQL does not come up');
        await pause(1_000, undefined, { signal: end.signal }).catch(() => undefined);
      }
    }
  }

  return {
    url: urlOf(cluster, database),
    attached,
    pid: () => pid as number,
    async stop() {
      stopping = true;
      end.abort();
      await watching;
      await stopPostmaster(pid as number, data, binaries.pgCtl);
      if (cluster.socketFolder?.startsWith(tmpdir())) {
        await rm(cluster.socketFolder, { recursive: true, force: true });
      }
    },
  };
}
