/** For tests: a Redis of one's own, where `redis-server` is installed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What runs it, or null where it is not installed. */
export const redisServer =
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find(existsSync) ?? null;

/** Listens on a socket file only: no port that somebody else could take. */
export async function startRedis(): Promise<{ socket: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'recado-redis-'));
  const socket = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socket, '--save', ''];
  const program = spawn(redisServer ?? '', settings, { cwd: folder });
  const over = once(program, 'close');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    program.stdout.on('data', (text) => {
      said += text;
      if (/ready to accept connections/i.test(said)) resolve();
    });
    program.on('error', reject);
    program.on('close', () => reject(new Error(said)));
  });
  return {
    socket,
    async stop() {
      program.kill();
      await over;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
