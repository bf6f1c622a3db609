/** For tests: logs that are kept, a promise for what is awaited, and events of a contact. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Log, openLog } from '../platform/log.ts';
import type { InboundMessage } from './driver.ts';

export type Logged = { level: number; msg: string; [field: string]: unknown };

export function keptLog(): { log: Log; lines: Logged[] } {
  const lines: Logged[] = [];
  const log = openLog('debug', { write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'recado-whatsapp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A promise that is fulfilled from outside. */
export function promised<T = void>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export function inbound(whatsappId: string, more: Partial<InboundMessage> = {}): InboundMessage {
  return {
    type: 'message',
    whatsappId,
    phone: '+5511999990001',
    name: null,
    kind: 'text',
    text: `text ${whatsappId}`,
    sentAt: '2026-11-20T12:00:00.000Z',
    ...more,
  };
}

/** Resolves when `look` answers true: looks at every turn of the event loop, up to ten seconds. */
export async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 10_000; !(await look()); ) {
    if (performance.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What Postgres says with an SQLSTATE. */
export const sqlError = (code: string, message = 'as it is'): Error =>
  Object.assign(new Error(message), { code });
