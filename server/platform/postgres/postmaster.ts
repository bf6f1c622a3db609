/** The running PostgreSQL as its own pid file tells of it. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Postmaster = {
  pid: number;
  port: number;
  /** Null where it listens on TCP only. */
  socketFolder: string | null;
  ready: boolean;
};

const pidFile = (data: string) => join(data, 'postmaster.pid');

/** Null when there is no pid file, or only a half-written one. */
export async function readPostmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(pidFile(data), 'utf8').catch(() => '');
  // pid, data folder, start time, port, socket folder, listen address, shared memory, status
  const [pid, , , port, socketFolder, , , status] = text.split('\n');
  if (!pid || !port) return null;
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder || null,
    ready: status?.trim() === 'ready',
  };
}

/** The name of a running program; null when no process has this id, or only a dead one's remains. */
async function programOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
      // A zombie still answers to signals, until its parent asks for it (in a container: never).
      if (state === 'Z' || state === 'X') return null;
      return stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    }
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
      return /^"([^"]+)"/m.exec(stdout)?.[1] ?? null;
    }
    const { stdout } = await run('ps', ['-o', 'state=,comm=', '-p', String(pid)]);
    const [, state, program] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
    return !program || state?.startsWith('Z') ? null : basename(program);
  } catch {
    return null;
  }
}

export async function isPostgres(pid: number): Promise<boolean> {
  return pid > 0 && (await programOf(pid))?.startsWith('postgres') === true;
}

/**
 * After a crash another program may have got the pid in the file, or a zombie kept it, and
 * PostgreSQL would refuse to start for ever. It takes its own parent's pid for stale; the file's
 * other lines stay, so that it still looks for backends that outlived their postmaster.
 */
export async function disownPidFile(data: string): Promise<void> {
  const text = await readFile(pidFile(data), 'utf8').catch(() => '');
  if (text === '') return;
  await writeFile(pidFile(data), text.replace(/^.*/, String(process.pid)));
}

/** Resolves when the process is gone; false when it is still there after `ms`. */
export async function gone(pid: number, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (await isPostgres(pid)) {
    if (Date.now() > end) return false;
    await pause(20);
  }
  return true;
}

/** Ends it with every transaction either committed or undone; by force when it takes too long. */
export async function stopPostmaster(pid: number, data: string, pgCtl: string): Promise<void> {
  if (process.platform === 'win32') {
    await run(pgCtl, ['stop', '-D', data, '-m', 'fast', '-t', '7']).catch(() => undefined);
    return;
  }
  for (const [signal, ms] of [
    ['SIGINT', 6_000],
    ['SIGQUIT', 1_500],
    ['SIGKILL', 500],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await gone(pid, ms)) return;
  }
}
