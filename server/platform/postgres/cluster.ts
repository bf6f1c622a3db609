/** Making a database cluster, and starting the program on it. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { readPostmaster } from './postmaster.ts';

const run = promisify(execFile);

export type Cluster = {
  place: string;
  data: string;
  binaries: Binaries;
  account: Account | null;
  /** Null: trusted over the socket, whose folder admits only those who could read the data anyway. */
  password: string | null;
  settings: Record<string, string>;
  socketFolder: string | null;
  port: number;
};

type Place = Pick<Cluster, 'place' | 'data' | 'binaries' | 'account'> & { loopback: boolean };

/** Its messages in English whatever the machine speaks: we read them. */
const environment = () => ({
  ...process.env,
  LC_ALL: 'C',
  LC_MESSAGES: 'C',
  TZ: 'UTC',
  PGOPTIONS: '',
});

/** Runs initdb once; the folder gets its name when it is complete. */
export async function initialise({ place, data, binaries, account, loopback }: Place) {
  const half = `${data}.new`;
  await rm(half, { recursive: true, force: true });
  const auth: string[] = [];
  if (loopback) {
    const file = join(place, 'password');
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (account) await chown(file, account.uid, account.gid);
    auth.push('--auth=scram-sha-256', `--pwfile=${file}`);
  } else {
    auth.push('--auth=trust');
  }
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await run(
    binaries.initdb,
    ['-D', half, '-U', 'postgres', '--locale=C', '--no-instructions', ...locale, ...auth],
    { ...account, cwd: place, env: environment() },
  );
  await rename(half, data);
}

const settingsOf = (cluster: Cluster): Record<string, string> => ({
  port: String(cluster.port),
  listen_addresses: cluster.socketFolder ? '' : '127.0.0.1',
  unix_socket_directories: cluster.socketFolder ?? '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  fsync: 'on',
  log_min_messages: 'warning',
  // A part of the log that is done with goes, with what people wrote; it does not lie there to be used again.
  wal_recycle: 'off',
  ...cluster.settings,
});

const longestLog = 5_000_000;

/** Its log is a file, not a pipe: it must go on writing when this server is gone. */
async function openLog(cluster: Cluster) {
  const path = join(cluster.place, 'postgres.log');
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > longestLog) await rename(path, `${path}.old`);
  return { path, file: await open(path, 'a', 0o600), from: size > longestLog ? 0 : size };
}

async function logSince(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.max(0, Math.min(size - from, 65_536))),
      position: from,
    });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What goes away by itself soon after a postmaster was killed. */
const passingFaults =
  /still in use|lock file ".*" already exists|could not create any TCP|could not create any Unix|Is another postmaster|the database system is|terminated by signal 9|aborting startup/;

export type Started = { pid: number } | { fault: string; passing: boolean };

/** Starts it once and waits until it takes connections, or has given up. */
export async function launch(cluster: Cluster): Promise<Started> {
  const { path, file, from } = await openLog(cluster);
  const args = Object.entries(settingsOf(cluster)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  // In a group of its own: a Ctrl-C in the terminal stops the server, which then stops it.
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.data, ...args], {
    ...cluster.account,
    cwd: cluster.place,
    env: environment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', file.fd, file.fd],
  });
  child.unref();
  let over: string | null = null;
  child.once('error', (error) => {
    over = error.message;
  });
  child.once('exit', (code, signal) => {
    over ??= signal ?? `exit ${code}`;
  });
  await file.close();
  for (;;) {
    if (over !== null) {
      const text = await logSince(path, from);
      const killed = /SIGKILL|SIGQUIT|SIGTERM/.test(over);
      const lines = text.split('\n').filter((line) => /FATAL|PANIC|DETAIL|HINT/.test(line));
      return {
        fault: `PostgreSQL did not start (${over}). ${lines.slice(-4).join(' ')}`.trim(),
        passing: killed || passingFaults.test(text),
      };
    }
    const found = await readPostmaster(cluster.data);
    if (found?.ready && found.pid === child.pid) return { pid: found.pid };
    await pause(10);
  }
}
