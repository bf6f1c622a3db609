/** From the queue to WhatsApp: in order within a conversation, under the id chosen beforehand. */

import type { Readable } from 'node:stream';
import type { Id } from '#shared/contract/scalars.ts';
import { AttachmentLost } from '../attachments/attachments.ts';
import type { Queued } from '../desk/outgoing.ts';
import type { Driver, DriverEvent, Outgoing, Sent } from './driver.ts';
import { inOneTurn } from './in-one-turn.ts';
import type { Journal } from './journal.ts';

export type SenderDeps = {
  journal: Pick<Journal, 'take' | 'settled'>;
  oldestQueued: (conversationId: Id) => Promise<Queued | null>;
  openAttachment: (id: Id) => Promise<Readable>;
  /** The driver while the session is open here; null otherwise: then messages stay queued. */
  openDriver: () => Driver | null;
  now: () => Date;
  /** The journal does not take what became of a message: nothing more may go out. */
  full: (error: unknown) => void;
};

const fileLost: Sent = {
  ok: false,
  permanent: true,
  reason: 'The file of this message is no longer on the server. Attach it again.',
  // As HTTP has it: a number for the console's words that none of WhatsApp's is.
  code: 404,
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
  /** What became of messages that WhatsApp has, and the disk did not take. */
  const untold = new Map<Id, DriverEvent>();
  const recordOf = (conversationId: Id) => async (outcome?: DriverEvent) => {
    const mine = outcome ?? untold.get(conversationId);
    if (!mine) return false;
    untold.set(conversationId, mine);
    try {
      await record(mine);
    } catch (error) {
      deps.full(error);
      throw error;
    }
    untold.delete(conversationId);
    return true;
  };
  // What an earlier server sent may be in the journal still.
  const begun = deps.journal.settled();
  const chains = new Map<Id, Promise<void>>();
  return (conversationId) => {
    const before = chains.get(conversationId) ?? Promise.resolve();
    const turn = before
      .catch(() => {})
      .then(() => begun)
      .then(() => sendAll(deps, recordOf(conversationId), conversationId));
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
  /** Without an outcome, the one that could not be recorded before; false: there is none. */
  record: (outcome?: DriverEvent) => Promise<boolean>,
  conversationId: Id,
): Promise<void> {
  let before: string | null = null;
  // Before anything is sent again that WhatsApp has already.
  if ((await record()) && !(await deps.journal.settled())) return;
  for (;;) {
    if (!deps.openDriver()) return;
    const message = await deps.oldestQueued(conversationId);
    const driver = deps.openDriver();
    if (!message || !driver) return;
    const { whatsappId } = message;
    if (whatsappId === before) throw new NotSent('The outcome of a send could not be stored.');
    let lost = false;
    const open = (id: Id) =>
      deps.openAttachment(id).catch((error: unknown) => {
        lost ||= error instanceof AttachmentLost;
        throw error;
      });
    const tried = await driver.send(outgoingOf(message, open));
    // Whatever the driver made of it: what follows must not wait for it for ever.
    const sent = lost && !tried.ok ? fileLost : tried;
    if (!sent.ok && !sent.permanent) throw new NotSent(sent.reason);
    await record(outcomeOf(message, sent, deps.now().toISOString()));
    if (!(await deps.journal.settled())) return;
    before = whatsappId;
  }
}

function outgoingOf(message: Queued, openAttachment: SenderDeps['openAttachment']): Outgoing {
  const { who, whatsappId } = message;
  const to = { ...who, whatsappId };
  if (message.act === null) {
    const { kind, text, content, attachment, quoted, forwarded } = message;
    if (kind === 'callPermission') return { ...to, kind, text: text ?? '' };
    return {
      ...to,
      kind,
      text,
      ...(content && { content }),
      ...(attachment && {
        attachment: {
          ...attachment,
          size: attachment.size ?? 0,
          open: () => openAttachment(attachment.id),
        },
      }),
      ...(quoted && { quoted }),
      ...(forwarded && { forwarded }),
    };
  }
  const { of, text } = message;
  if (message.kind === 'delete') return { ...to, kind: 'delete', of };
  if (message.kind === 'edit') return { ...to, kind: 'edit', of, text: text ?? '' };
  return { ...to, kind: 'reaction', of, emoji: text ?? '' };
}

function outcomeOf({ who, whatsappId, act, text }: Queued, sent: Sent, at: string): DriverEvent {
  if (act !== null) return { type: 'acted', act, failure: sent.ok ? null : sent.reason, at };
  if (sent.ok) {
    const given = sent.whatsappId;
    const named =
      given && given !== whatsappId ? { whatsappId: given, ours: whatsappId } : { whatsappId };
    return { ...who, type: 'status', ...named, status: 'sent', text, at };
  }
  const { reason, code } = sent;
  return { ...who, type: 'failure', whatsappId, reason, ...(code !== undefined && { code }), at };
}
