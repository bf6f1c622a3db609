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

export type RunningServer = {
  child: ChildProcess;
  lastLines: string[];
  /** What it said of itself: where it listens, and the code that its set-up page asks for. */
  said: { address: string | null; code: string | null };
};

/** Starts it; everything it writes goes to the log file, warnings and errors also to the screen. */
export function startServer(): RunningServer {
  mkdirSync(join(root, 'out'), { recursive: true });
  const log = createWriteStream(logFile);
  const lastLines: string[] = [];
  const said: RunningServer['said'] = { address: null, code: null };
  const child = startTied(join(root, 'server', 'main.ts'), {});
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      const shown = shownLine(line);
      lastLines.push(shown.text);
      if (lastLines.length > 15) lastLines.shift();
      said.address ??= /is running at (http\S+?)\.?(?: |$)/.exec(line)?.[1] ?? null;
      said.code ??= /^Set-up code: (\S+)$/.exec(line)?.[1] ?? null;
      if (shown.level >= warning) console.error(`  ${shown.text}`);
    });
  }
  child.on('close', () => log.end());
  return { child, lastLines, said };
}

/** @returns where it is reached, or null when it ended or did not get well within `limit` ms. */
export async function waitUntilWell(
  { child, said }: RunningServer,
  address: string,
  limit: number,
): Promise<string | null> {
  const until = Date.now() + limit;
  const slow = Date.now() + 8_000;
  let told = false;
  while (isRunning(child) && Date.now() < until) {
    const reached = said.address ?? address;
    if (await healthAt(reached)) return reached;
    if (!told && Date.now() > slow) {
      told = true;
      console.log(inWords('  still starting …', '  ainda iniciando …'));
    }
    await after(60);
  }
  return null;
}
