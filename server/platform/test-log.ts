/** For tests: a log whose lines are kept. */
import { type Log, openLog } from './log.ts';

export type Logged = { level: number; msg: string; [field: string]: unknown };

export function keptLog(): { log: Log; lines: Logged[] } {
  const lines: Logged[] = [];
  const log = openLog('debug', { write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}
