/** What attendants do, each exactly once. */
import { v7 as newId } from 'uuid';
import type { Command, CommandValue } from '#shared/contract/command.ts';
import { type Answer, Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import {
  finish,
  giveBack,
  type Outcome,
  settle,
  start,
  type Timing,
  transfer,
  write,
} from '#shared/rules/service-life.ts';
import { type Mark, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import { conversationOfContact, conversationsOf } from './contacts-store.ts';
import { adopt, append, cleanText, type Desk, emptyDraft, toMessage, writeDraft } from './desk.ts';
import {
  activeUser,
  type Locked,
  lockConversations,
  messageExists,
  openServicesOf,
  queueSend,
  raiseReadMark,
  storeAnswer,
  storedAnswer,
} from './store.ts';
import { loadTiming } from './timing.ts';

type Actor = SignedInUser;
type Done = { value: CommandValue; marks: Mark[]; sends: boolean };

/**
 * Carries a command out, or gives the answer of the first time. A refusal is an answer and is kept
 * as one; whatever else goes wrong throws, nothing is written, and the same command may come again.
 */
export async function carryOut(
  desk: Desk,
  actor: Actor,
  command: Command,
  only: { serviceId?: Id } = {},
): Promise<Answer<CommandValue> & { repeated: boolean }> {
  const { answer, recorded, sends, repeated } = await inTransaction(desk.pool, async (tx) => {
    const locked = (await lockConversations(tx, [command.conversationId])).get(
      command.conversationId,
    );
    // Looked up under the lock: the same command twice at once waits here for its own answer.
    const before = await storedAnswer(tx, command.id);
    if (before && before.userId !== actor.id) {
      throw new Refused('duplicate-id', 'Another user gave a command with this id.', {
        path: '/id',
      });
    }
    if (before) {
      const answer = before.answer as Answer<CommandValue>;
      return { answer, recorded: null, sends: false, repeated: true };
    }
    try {
      if (!locked) {
        throw new Refused('not-found', 'There is no such conversation.', {
          path: '/conversationId',
        });
      }
      if (only.serviceId && locked.standing.current?.id !== only.serviceId) {
        throw new Refused('service-finished', 'This service has already finished.');
      }
      const done = await act(desk, tx, locked, actor, command);
      const answer: Answer<CommandValue> = { ok: true, value: done.value };
      await storeAnswer(tx, command.id, actor.id, answer);
      const recorded = await recordChanges(tx, done.marks);
      return { answer, recorded, sends: done.sends, repeated: false };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!only.serviceId) await storeAnswer(tx, command.id, actor.id, error.refusal);
      return { answer: error.refusal, recorded: null, sends: false, repeated: false };
    }
  });
  if (recorded) desk.publish(recorded);
  if (sends) desk.wakeJobs();
  return { ...answer, repeated };
}

/** Decides everything before it writes anything, so that a refusal leaves nothing behind. */
async function act(
  desk: Desk,
  tx: Tx,
  locked: Locked,
  actor: Actor,
  command: Command,
): Promise<Done> {
  if (command.type === 'markRead') return markRead(tx, locked, actor, command.position);
  if (command.type === 'sendMessage') return sendMessage(desk, tx, locked, actor, command);
  const now = desk.now().toISOString();
  const outcome = await decide(tx, locked, actor, command, await loadTiming(tx), now);
  const draft = emptyDraft();
  adopt(draft, locked, outcome);
  const marks = await writeDraft(tx, draft);
  const service = outcome.standing.current ?? outcome.standing.latest;
  return { value: { service, message: null }, marks, sends: false };
}

async function decide(
  tx: Tx,
  { standing }: Locked,
  actor: Actor,
  command: Exclude<Command, { type: 'markRead' | 'sendMessage' }>,
  timing: Timing,
  now: string,
): Promise<Outcome> {
  if (command.type === 'startService') {
    return start(standing, command.serviceId, actor, timing, now);
  }
  if (command.type === 'finishService') {
    return finish(standing, command.serviceId, actor, timing, now);
  }
  const to = await activeUser(tx, command.attendantId);
  if (!to) {
    throw new Refused('attendant-unavailable', 'This attendant cannot take services.', {
      path: '/attendantId',
    });
  }
  return transfer(standing, command.serviceId, actor, to, timing, now);
}

async function sendMessage(
  desk: Desk,
  tx: Tx,
  locked: Locked,
  actor: Actor,
  command: Extract<Command, { type: 'sendMessage' }>,
): Promise<Done> {
  const text = cleanText(command.text);
  if (!/\S/.test(text)) throw new Refused('invalid', 'The text is empty.', { path: '/text' });
  if (await messageExists(tx, command.messageId)) {
    throw new Refused('duplicate-id', 'A message with this id exists.', { path: '/messageId' });
  }
  const now = desk.now().toISOString();
  const conversationId = locked.conversation.id;
  const outcome = write(locked.standing, conversationId, actor, await loadTiming(tx), now, newId);
  const draft = emptyDraft();
  adopt(draft, locked, outcome);
  const message = append(draft, locked, {
    id: command.messageId,
    serviceId: outcome.serviceId,
    direction: 'out',
    kind: 'text',
    text,
    authorId: actor.id,
    whatsappId: desk.newWhatsappId(),
    status: 'queued',
    failure: null,
    sentAt: now,
  });
  const marks = await writeDraft(tx, draft);
  await queueSend(tx, conversationId);
  return {
    value: { service: outcome.standing.current, message: toMessage(message) },
    marks,
    sends: true,
  };
}

async function markRead(tx: Tx, locked: Locked, actor: Actor, position: number): Promise<Done> {
  const { id, lastPosition } = locked.conversation;
  const raised = await raiseReadMark(tx, actor.id, id, Math.min(position, lastPosition));
  const marks: Mark[] = raised === null ? [] : [{ entity: 'readMark', id, userId: actor.id }];
  return { value: { service: null, message: null }, marks, sends: false };
}

/**
 * A service with a contact who did not write first; one that waits is started. `made` is false where
 * the actor held one already. @throws Refused not-found, service-held
 */
export async function openService(
  desk: Desk,
  actor: Actor,
  who: { contactId: Id } | { phone: string },
): Promise<{ serviceId: Id; made: boolean }> {
  const now = desk.now().toISOString();
  const done = await inTransaction(desk.pool, async (tx) => {
    const place = await placeOf(tx, who, now);
    const locked = place && (await lockConversations(tx, [place.id])).get(place.id);
    if (!locked)
      throw new Refused('not-found', 'There is no such contact.', { path: '/contactId' });
    const { current } = locked.standing;
    const timing = await loadTiming(tx);
    const outcome =
      current?.state === 'waiting'
        ? start(locked.standing, current.id, actor, timing, now)
        : write(locked.standing, locked.conversation.id, actor, timing, now, newId);
    const draft = emptyDraft();
    draft.marks.push(...place.marks);
    adopt(draft, locked, outcome);
    const recorded = await recordChanges(tx, await writeDraft(tx, draft));
    return { recorded, serviceId: outcome.standing.current?.id as Id, made: !current };
  });
  if (done.recorded) desk.publish(done.recorded);
  return { serviceId: done.serviceId, made: done.made };
}

async function placeOf(
  tx: Tx,
  who: { contactId: Id } | { phone: string },
  now: string,
): Promise<{ id: Id; marks: Mark[] } | null> {
  if ('phone' in who) {
    const { byPhone, marks } = await conversationsOf(tx, [{ phone: who.phone, name: null }], now);
    return { id: byPhone.get(who.phone) as Id, marks };
  }
  const found = await conversationOfContact(tx, who.contactId, now);
  const marks: Mark[] = found?.made ? [{ entity: 'conversation', id: found.id, userId: null }] : [];
  return found && { id: found.id, marks };
}

/** Gives every open service of a user back to waiting, as when they are deactivated. */
export async function returnServicesOf(desk: Desk, userId: Id, actorId: Id | null): Promise<void> {
  for (const { id, conversationId } of await openServicesOf(desk.pool, userId)) {
    await change(desk, conversationId, (locked, timing, now) => {
      const current = locked.standing.current;
      if (current?.id !== id || current.attendantId !== userId) return null;
      return giveBack(locked.standing, id, actorId, timing, now);
    });
  }
}

/** Ends what is overdue in a conversation. */
export async function settleConversation(desk: Desk, conversationId: Id): Promise<void> {
  await change(desk, conversationId, (locked, timing, now) => settle(locked.standing, timing, now));
}

async function change(
  desk: Desk,
  conversationId: Id,
  decision: (locked: Locked, timing: Timing, now: string) => Outcome | null,
): Promise<void> {
  const recorded = await inTransaction(desk.pool, async (tx) => {
    const locked = (await lockConversations(tx, [conversationId])).get(conversationId);
    const outcome = locked && decision(locked, await loadTiming(tx), desk.now().toISOString());
    if (!locked || !outcome) return null;
    const draft = emptyDraft();
    adopt(draft, locked, outcome);
    return recordChanges(tx, await writeDraft(tx, draft));
  });
  if (recorded) desk.publish(recorded);
}
