/** Debian's Chromium, which has the same major version as Electron 45's, as the page's engine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { chromiumPath } from '../available.ts';
import { type Cdp, connectPipe } from './cdp.ts';

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  // Electron has no window before its app opens one, and none that its app denies.
  '--no-startup-window',
  '--block-new-web-contents',
];

export type Chromium = { cdp: Cdp; closed: Promise<void>; close(): Promise<void> };

/** Prints its `DevTools listening on …`, for which Playwright waits. */
export async function startChromium(switches: string[]): Promise<Chromium> {
  const binary = chromiumPath();
  if (!binary) throw new Error('The Electron stand-in needs Chromium, and there is none.');
  const profile = mkdtempSync(join(tmpdir(), 'recado-stand-in-'));
  const shown = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const asRoot = process.getuid?.() === 0;
  const child = spawn(
    binary,
    [
      ...new Set([
        ...switches,
        ...quiet,
        ...(asRoot ? ['--no-sandbox'] : []),
        ...(shown ? [] : ['--headless=new']),
      ]),
      '--remote-debugging-port=0',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const remove = () => {
    if (existsSync(profile)) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  await listening(child);
  const [, , , into, out] = child.stdio;
  const cdp = connectPipe(out as Readable, into as Writable);
  return {
    cdp,
    closed,
    async close() {
      void cdp.send('Browser.close').catch(() => {});
      const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await closed;
      clearTimeout(patience);
      remove();
    },
  };
}

function listening(child: ChildProcess): Promise<void> {
  let printed = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (printed === 'found') return;
      printed += chunk;
      const line = /^DevTools listening on ws:.*$/m.exec(printed)?.[0];
      if (!line) return;
      printed = 'found';
      process.stderr.write(`${line}\n`);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}:\n${printed}`)));
  });
}
