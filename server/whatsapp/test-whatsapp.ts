/** For tests: a folder, events of a contact, and what Postgres says. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DriverEvent, InboundMessage } from './driver.ts';

export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'recado-whatsapp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const idOf = (event: DriverEvent): string => ('whatsappId' in event ? event.whatsappId : '');

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

/** What Postgres says with an SQLSTATE. */
export const sqlError = (code: string, message = 'as it is'): Error =>
  Object.assign(new Error(message), { code });
