/** Running the project's own programs, on its own Node, from its root. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const has = (path: string): boolean => existsSync(join(root, path));

/** The first of these programs that is on the PATH, or null. */
export function onPath(...names: string[]): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

export const packageFile = (path: string): string => join(root, 'node_modules', path);

/** Runs a JavaScript or TypeScript file to its end and says how it ended. */
export function runToEnd(
  file: string,
  args: string[],
  {
    env = {},
    stdio = 'inherit',
    signal,
  }: { env?: NodeJS.ProcessEnv; stdio?: SpawnOptions['stdio']; signal?: AbortSignal } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      stdio,
      env: { ...process.env, ...env },
    });
    const passOn = (name: NodeJS.Signals) => child.kill(name);
    signal?.addEventListener('abort', () => child.kill('SIGKILL'));
    process.on('SIGTERM', passOn).on('SIGINT', passOn);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGTERM', passOn).off('SIGINT', passOn);
      resolve(code ?? 1);
    });
  });
}
