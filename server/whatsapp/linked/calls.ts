/** Incoming calls: nobody here can answer one, so each is logged once it is over. */
import type { WACallEvent } from '@whiskeysockets/baileys';
import type { Call } from '#shared/contract/message.ts';
import type { InboundMessage, Who } from '../driver.ts';
import { type Me, whoOf } from './names.ts';

export type Calls = {
  heard(events: readonly WACallEvent[], me: Me): void;
  /** Who rings now, for declining; null when it is over. */
  ringing(callId: string): { from: string } | null;
  /** We declined it ourselves. */
  declined(callId: string): void;
  close(): void;
};

type Ringing = { who: Who; from: string; video: boolean; at: string; timer: NodeJS.Timeout };

/** WhatsApp lets it ring for about a minute; then a call whose end we missed is over, too. */
const longestMs = 90_000;

export function openCalls(log: (message: InboundMessage) => void): Calls {
  const calls = new Map<string, Ringing>();

  function over(id: string, outcome: Call['outcome']): void {
    const call = calls.get(id);
    if (!call) return;
    calls.delete(id);
    clearTimeout(call.timer);
    const { who, video, at } = call;
    log({
      ...who,
      type: 'message',
      whatsappId: id,
      name: null,
      kind: 'call',
      text: null,
      content: { call: { outcome, ...(video && { video }) } },
      sentAt: at,
    });
  }

  function rings(event: WACallEvent, me: Me): void {
    if (event.isGroup || calls.has(event.id)) return;
    const who = whoOf([event.callerPn, event.from, event.chatId], me);
    if (!who) return;
    const at = Number.isNaN(event.date.getTime()) ? new Date() : event.date;
    calls.set(event.id, {
      who,
      from: event.from,
      video: Boolean(event.isVideo),
      at: at.toISOString(),
      timer: setTimeout(() => over(event.id, 'missed'), longestMs),
    });
    // It rang while we were away.
    if (event.offline) over(event.id, 'missed');
  }

  return {
    heard(events, me) {
      for (const event of events) {
        if (event.status === 'offer') rings(event, me);
        else if (event.status === 'accept') over(event.id, 'answered');
        else if (event.status === 'reject') over(event.id, 'declined');
        else if (event.status === 'timeout' || event.status === 'terminate') {
          over(event.id, 'missed');
        }
      }
    },
    declined: (callId) => over(callId, 'declined'),
    ringing: (callId) => calls.get(callId) ?? null,
    close() {
      for (const id of [...calls.keys()]) over(id, 'missed');
    },
  };
}
