/** The server as `npm start` runs it: started, waited for, its log kept, its warnings shown. */
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { inWords } from '../language.mjs';
import { root } from '../run.ts';
import { isRunning, startTied } from './child.ts';
import { shownLine } from './log-line.ts';

export const logFile = join(root, 'out', 'server.log');
const warning = 40;

/** The part of GET /api/health that is of use here. */
export type Health = { status: string; version: string };

/** Where this machine reaches the server; one that listens on every address is asked on loopback. */
export function addressOf(env: NodeJS.ProcessEnv): string {
  const host = env.RECADO_HOST || '127.0.0.1';
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${env.RECADO_PORT || '4680'}`;
}

/** What the server says of itself, or null when nothing (or something else) answers. */
export async function healthAt(address: string): Promise<Health | null> {
  try {
    const answer = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(2_000) });
    const said = (await answer.json()) as Partial<Health>;
    const { status, version } = said;
    return answer.ok && status === 'ok' && version ? { status, version } : null;
  } catch {
    return null;
  }
}

/** Starts it; everything it writes goes to the log file, warnings and errors also to the screen. */
export function startServer(): { child: ChildProcess; lastLines: () => string[] } {
  mkdirSync(join(root, 'out'), { recursive: true });
  const log = createWriteStream(logFile);
  const last: string[] = [];
  const child = startTied(join(root, 'server', 'main.ts'), {});
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      const shown = shownLine(line);
      last.push(shown.text);
      if (last.length > 15) last.shift();
      if (shown.level >= warning) console.error(`  ${shown.text}`);
    });
  }
  child.on('close', () => log.end());
  return { child, lastLines: () => last };
}

/** @returns its health, or null when it ended or did not get well within `limit` ms. */
export async function waitUntilWell(
  child: ChildProcess,
  address: string,
  limit: number,
): Promise<Health | null> {
  const until = Date.now() + limit;
  const slow = Date.now() + 8_000;
  let told = false;
  while (isRunning(child) && Date.now() < until) {
    const health = await healthAt(address);
    if (health) return health;
    if (!told && Date.now() > slow) {
      told = true;
      console.log(inWords('  still starting …', '  ainda iniciando …'));
    }
    await after(60);
  }
  return null;
}
