/** For tests: messages as Baileys hands them over, and what they are translated to. */
import { proto, type WAMessage, type WAMessageContent } from '@whiskeysockets/baileys';
import { Compile } from 'typebox/compile';
import { expect } from 'vitest';
import { MessageContent } from '#shared/contract/message.ts';
import type { DriverEvent, InboundMessage } from '../driver.ts';
import { eventsOf, type Setting } from './translate.ts';

export const me = { phone: '+5511900000000', lid: '999000999' };
export const now = new Date('2026-11-21T12:00:00.000Z');
export const ana = '5511999990001@s.whatsapp.net';
export const at = '2023-11-14T22:13:20.000Z';

export function from(message: WAMessageContent | null, more: Partial<WAMessage> = {}): WAMessage {
  return {
    key: { remoteJid: ana, id: 'M1', fromMe: false },
    messageTimestamp: 1_700_000_000,
    pushName: 'Ana',
    // Through the wire and back: as the library gives it.
    message:
      message &&
      proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish()),
    ...more,
  };
}
export const events = (message: WAMessage, more: Partial<Setting> = {}): DriverEvent[] =>
  eventsOf(message, { me, now, ...more });
export const said = (message: WAMessageContent): InboundMessage => {
  const [event] = events(from(message));
  if (event?.type !== 'message') throw new Error(`no message but ${event?.type}`);
  if (event.content) expect(Compile(MessageContent).Check(event.content)).toBe(true);
  return event;
};
