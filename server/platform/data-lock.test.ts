import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './data-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recado-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function holder() {
  const url = JSON.stringify(new URL('./data-lock.ts', import.meta.url).href);
  const code = `import { lockDataFolder } from ${url};
    // Kept: what is collected lets go of the lock.
    globalThis.kept = lockDataFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a second server is refused in one line that names the first; a killed one is no obstacle', async () => {
  const child = await holder();
  expect(() => lockDataFolder(folder)).toThrow(
    `another server (process ${child.pid}) is already using the data folder ${folder}`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockDataFolder(folder)();
});

test('given back, it can be taken again', () => {
  lockDataFolder(folder)();
  lockDataFolder(folder)();
});
