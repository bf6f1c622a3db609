import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'recado-main-'));
const started: ChildProcess[] = [];

function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, RECADO_CONSOLE_DATA: folder, RECADO_CONSOLE_PORT: '0', ...env },
  });
  started.push(child);
  return child;
}
const firstLine = async (stream: NodeJS.ReadableStream) =>
  String((await once(createInterface({ input: stream }), 'line'))[0]);

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

it('prints its address, keeps a second one away, and SIGTERM ends it cleanly', async () => {
  const child = start();
  expect(await firstLine(child.stdout)).toMatch(
    /^console at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/,
  );
  const second = start();
  expect(await firstLine(second.stderr)).toContain('another console is already using');
  const [code] = await once(second, 'exit');
  expect(code).toBe(1);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  // The folder is free at once, also after a kill.
  const third = start();
  await firstLine(third.stdout);
  third.kill('SIGKILL');
  await once(third, 'exit');
  await firstLine(start().stdout);
});

it('names a setting that is wrong', async () => {
  const child = start({ RECADO_CONSOLE_PORT: 'x' });
  expect(await firstLine(child.stderr)).toContain('RECADO_CONSOLE_PORT');
  expect((await once(child, 'exit'))[0]).toBe(1);
  rmSync(folder, { recursive: true, force: true });
});
