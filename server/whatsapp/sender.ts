/** From the queue to WhatsApp: in order within a conversation, under the id chosen beforehand. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Driver, DriverEvent, Sent } from './driver.ts';
import { inOneTurn } from './in-one-turn.ts';
import type { Journal } from './journal.ts';

export type Queued = { id: Id; whatsappId: string; phone: string; text: string };

export type SenderDeps = {
  journal: Pick<Journal, 'take' | 'settled'>;
  oldestQueued: (conversationId: Id) => Promise<Queued | null>;
  /** The driver while the session is open here; null otherwise: then messages stay queued. */
  openDriver: () => Driver | null;
  now: () => Date;
};

/** Thrown when a message did not go out this time; the job tries again. */
export class NotSent extends Error {}

/**
 * Sends what a conversation has queued. Calls for one conversation follow each other, and the next
 * message is asked for when the outcome of the one before is in Postgres: so none goes out twice,
 * unless the server dies in between, and then under the same id.
 */
export function openSender(deps: SenderDeps): (conversationId: Id) => Promise<void> {
  // Outcomes of one turn of the event loop share one write to the disk.
  const record = inOneTurn((outcomes: DriverEvent[]) => {
    deps.journal.take(outcomes);
    return outcomes;
  });
  // What an earlier server sent may be in the journal still.
  const begun = deps.journal.settled();
  const chains = new Map<Id, Promise<void>>();
  return (conversationId) => {
    const before = chains.get(conversationId) ?? Promise.resolve();
    const turn = before
      .catch(() => {})
      .then(() => begun)
      .then(() => sendAll(deps, record, conversationId));
    chains.set(conversationId, turn);
    const forget = () => {
      if (chains.get(conversationId) === turn) chains.delete(conversationId);
    };
    turn.then(forget, forget);
    return turn;
  };
}

async function sendAll(
  deps: SenderDeps,
  record: (outcome: DriverEvent) => Promise<unknown>,
  conversationId: Id,
): Promise<void> {
  let before: string | null = null;
  for (;;) {
    if (!deps.openDriver()) return;
    const message = await deps.oldestQueued(conversationId);
    const driver = deps.openDriver();
    if (!message || !driver) return;
    const { whatsappId, phone, text } = message;
    if (whatsappId === before) throw new NotSent('The outcome of a send could not be stored.');
    const sent = await driver.send({ whatsappId, phone, text, kind: 'text' });
    if (!sent.ok && !sent.permanent) throw new NotSent(sent.reason);
    await record(outcomeOf(message, sent, deps.now().toISOString()));
    if (!(await deps.journal.settled())) return;
    before = whatsappId;
  }
}

function outcomeOf({ whatsappId, phone }: Queued, sent: Sent, at: string): DriverEvent {
  return sent.ok
    ? { type: 'status', whatsappId, phone, status: 'sent', at }
    : { type: 'failure', whatsappId, phone, reason: sent.reason, at };
}
