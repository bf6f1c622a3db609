/** Incoming calls: shown while they ring; nobody here can answer one. */
import type { WACallEvent } from '@whiskeysockets/baileys';
import type { CallEvent, Who } from '../driver.ts';
import { type Me, whoOf } from './names.ts';

export type Calls = {
  heard(events: readonly WACallEvent[], me: Me): void;
  /** Who rings now, for declining; null when it is over. */
  ringing(callId: string): { from: string } | null;
  close(): void;
};

type Ringing = { who: Who; from: string; video: boolean; timer: NodeJS.Timeout };

/** WhatsApp lets it ring for about a minute; then a call whose end we missed is over, too. */
const longestMs = 90_000;

export function openCalls(take: (event: CallEvent) => void, now: () => Date): Calls {
  const calls = new Map<string, Ringing>();

  function tell(id: string, call: Omit<Ringing, 'timer'>, outcome: CallEvent['outcome'], at: Date) {
    const { who, video } = call;
    take({
      ...who,
      type: 'call',
      whatsappId: id,
      name: null,
      ...(video && { video }),
      outcome,
      at: at.toISOString(),
    });
  }

  function over(id: string, outcome: CallEvent['outcome']): void {
    const call = calls.get(id);
    if (!call) return;
    calls.delete(id);
    clearTimeout(call.timer);
    tell(id, call, outcome, now());
  }

  function rings(event: WACallEvent, me: Me): void {
    if (event.isGroup || calls.has(event.id)) return;
    const who = whoOf([event.callerPn, event.from, event.chatId], me);
    if (!who) return;
    const at = Number.isNaN(event.date.getTime()) ? now() : event.date;
    const call = { who, from: event.from, video: Boolean(event.isVideo) };
    // It rang while we were away.
    if (event.offline) {
      tell(event.id, call, 'missed', at);
      return;
    }
    const timer = setTimeout(() => over(event.id, 'missed'), longestMs);
    calls.set(event.id, { ...call, timer });
    tell(event.id, call, 'ringing', at);
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
    ringing: (callId) => calls.get(callId) ?? null,
    close() {
      for (const id of [...calls.keys()]) over(id, 'missed');
    },
  };
}
