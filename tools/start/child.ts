/** A program that we start and answer for: nothing of it is left when we are gone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { root } from '../run.ts';

const tie = new URL('../tied.mjs', import.meta.url).href;

/**
 * Starts a TypeScript file on this Node in a process group of its own, so that Ctrl+C reaches us
 * alone and we stop things in order. If we are killed it sees its channel close and stops.
 */
export function startTied(file: string, env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['--import', tie, file], {
    cwd: root,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
}

export const isRunning = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null && child.pid !== undefined;

/** With its whole group, without asking. */
export function kill(child: ChildProcess): void {
  if (!isRunning(child) || child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Asks it to stop, and after `patience` ms makes it. */
export async function stop(child: ChildProcess, patience: number): Promise<void> {
  if (!isRunning(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const limit = setTimeout(() => kill(child), patience);
  await gone;
  clearTimeout(limit);
}
