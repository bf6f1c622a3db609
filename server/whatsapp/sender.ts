/** From the queue to WhatsApp: in order within a conversation, under the id chosen beforehand. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Log } from '../platform/log.ts';
import type { Driver, DriverEvent, Sent } from './driver.ts';
import type { Journal } from './journal.ts';

export type Queued = { id: Id; whatsappId: string; phone: string; text: string };

export type SenderDeps = {
  journal: Pick<Journal, 'take' | 'settled'>;
  oldestQueued: (conversationId: Id) => Promise<Queued | null>;
  /** The driver while the session is open here; null otherwise: then messages stay queued. */
  openDriver: () => Driver | null;
  now: () => Date;
  log: Log;
};

/** Thrown when WhatsApp did not take a message this time; the job tries again. */
export class NotSent extends Error {}

/**
 * Sends what a conversation has queued. Calls for one conversation follow each other; a message
 * whose `sent` is still on its way to Postgres is not sent again, since its status settles first.
 */
export function openSender(deps: SenderDeps): (conversationId: Id) => Promise<void> {
  const chains = new Map<Id, Promise<void>>();
  return (conversationId) => {
    const before = chains.get(conversationId) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => sendAll(deps, conversationId));
    chains.set(conversationId, turn);
    const forget = () => {
      if (chains.get(conversationId) === turn) chains.delete(conversationId);
    };
    turn.then(forget, forget);
    return turn;
  };
}

async function sendAll(deps: SenderDeps, conversationId: Id): Promise<void> {
  for (;;) {
    const driver = deps.openDriver();
    if (!driver) return;
    const message = await deps.oldestQueued(conversationId);
    if (!message) return;
    const { whatsappId, phone, text } = message;
    const sent = await driver.send({ whatsappId, phone, text, kind: 'text' });
    if (!sent.ok && !sent.permanent) throw new NotSent(sent.reason);
    deps.journal.take([outcomeOf(message, sent, deps.now().toISOString())]);
    await deps.journal.settled();
  }
}

function outcomeOf({ whatsappId, phone }: Queued, sent: Sent, at: string): DriverEvent {
  return sent.ok
    ? { type: 'status', whatsappId, phone, status: 'sent', at }
    : { type: 'failure', whatsappId, phone, reason: sent.reason, at };
}
