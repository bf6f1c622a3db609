/** Opens the console in the best host that this machine has. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import open from 'open';
import { inWords } from '../language.mjs';
import { root } from '../run.ts';
import { startTied } from './child.ts';
import { findElectron, hasDisplay } from './electron.ts';

export type OpenedConsole = { child: ChildProcess; host: 'electron' | 'browser' };

/** Electron refuses to run as root with its sandbox; a person's own account keeps it. */
function sandboxArgs(): string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return asRoot ? ['--no-sandbox'] : [];
}

function openInElectron(binary: string, server: string): Promise<ChildProcess | null> {
  const child = spawn(binary, [...sandboxArgs(), root], {
    cwd: root,
    detached: process.platform !== 'win32',
    stdio: 'ignore',
    env: { ...process.env, RECADO_SERVER: server },
  });
  return new Promise((resolve) => {
    // A binary that cannot run here (a missing library, no sandbox) ends at once.
    const settled = setTimeout(() => resolve(child), 2_500);
    const gone = () => {
      clearTimeout(settled);
      resolve(null);
    };
    child.once('error', gone);
    child.once('exit', gone);
  });
}

/** A browser is opened only where a person sits in front of it. */
export function mayOpenBrowser(env: NodeJS.ProcessEnv, tty: boolean): boolean {
  return tty && env.RECADO_NO_OPEN !== '1' && !env.CI && hasDisplay(env, process.platform);
}

function openInBrowser(server: string): Promise<ChildProcess | null> {
  const child = startTied(join(root, 'desktop', 'browser', 'main.ts'), { RECADO_SERVER: server });
  return new Promise((resolve) => {
    if (child.stderr)
      createInterface({ input: child.stderr }).on('line', (line) => console.error(`  ${line}`));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const url = /https?:\/\/\S+/.exec(line)?.[0];
        if (!url) return;
        console.log(inWords(`  console     ${url}`, `  console     ${url}`));
        if (mayOpenBrowser(process.env, Boolean(process.stdout.isTTY))) {
          open(url).catch(() =>
            console.log(inWords('  (open this address yourself)', '  (abra este endereço)')),
          );
        }
        resolve(child);
      });
    }
    child.once('exit', () => resolve(null));
    child.once('error', () => resolve(null));
  });
}

export async function openConsole(server: string): Promise<OpenedConsole | null> {
  const electron = await findElectron(Date.now());
  const inElectron = electron ? await openInElectron(electron, server) : null;
  if (inElectron) {
    console.log(inWords('  console     in its own window', '  console     em janela própria'));
    return { child: inElectron, host: 'electron' };
  }
  const inBrowser = await openInBrowser(server);
  return inBrowser ? { child: inBrowser, host: 'browser' } : null;
}
