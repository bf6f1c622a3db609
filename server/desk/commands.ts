/** What attendants do, each exactly once. */
import { v7 as newId } from 'uuid';
import type { Command, CommandValue, SendableKind } from '#shared/contract/command.ts';
import type { MessageContent, Quote } from '#shared/contract/message.ts';
import { type Answer, Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';

import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { isCallItself } from '#shared/rules/call.ts';
import { faultOf } from '#shared/rules/sendable.ts';
import {
  finish,
  giveBack,
  type Outcome,
  settle,
  start,
  type Timing,
  write,
} from '#shared/rules/service-life.ts';
import { sendableAttachment } from '../attachments/attachments.ts';
import { type Mark, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import { changeAbout, isAbout } from './change-about.ts';
import { changeMessage } from './change-message.ts';
import { conversationOfContact, conversationsOf } from './contacts-store.ts';
import { adopt, append, cleanText, type Desk, type Done, emptyDraft, writeDraft } from './desk.ts';
import { askAboutEnded } from './evaluations.ts';
import { checkGroup } from './groups.ts';
import { oneMessage } from './messages-store.ts';
import { addNote, appendNote } from './notes.ts';
import { whoOfConversation } from './outgoing.ts';
import { readMessage } from './rows.ts';
import {
  heardBetween,
  heardInService,
  type Locked,
  lockConversation,
  lockConversations,
  openServicesOf,
  queueSend,
  raiseReadMark,
  storeAnswer,
  storedAnswer,
} from './store.ts';
import { loadTiming } from './timing.ts';
import { decideTransfer } from './transfer.ts';
import { checkWindow } from './window.ts';

type Actor = SignedInUser;
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
  const { answer, recorded, sends, read, repeated } = await inTransaction(desk.pool, async (tx) => {
    const locked = await lockConversation(tx, command.conversationId);
    // Looked up under the lock: the same command twice at once waits here for its own answer.
    const before = await storedAnswer(tx, command.id);
    if (before && before.userId !== actor.id) {
      throw new Refused('duplicate-id', 'Another user gave a command with this id.', {
        path: '/id',
      });
    }
    if (before) {
      const answer = before.answer as Answer<CommandValue>;
      return { answer, recorded: null, sends: false, read: undefined, repeated: true };
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
      return { answer, recorded, sends: done.sends, read: done.read, repeated: false };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!only.serviceId) await storeAnswer(tx, command.id, actor.id, error.refusal);
      return {
        ...{ answer: error.refusal, recorded: null },
        ...{ sends: false, read: undefined, repeated: false },
      };
    }
  });
  if (recorded) desk.publish(recorded);
  if (sends) desk.wakeJobs();
  if (read) desk.read?.(read.who, read.whatsappIds);
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
  if (command.type === 'addNote') return addNote(desk, tx, locked, actor, command);
  if ('messageId' in command) return changeMessage(desk, tx, locked, actor, command);
  if (isAbout(command)) return changeAbout(desk, tx, locked, actor, command);
  const now = desk.now().toISOString();
  const outcome = await decide(tx, locked, actor, command, await loadTiming(tx), now);
  const draft = emptyDraft();
  adopt(draft, locked, outcome);
  const service = outcome.standing.current ?? outcome.standing.latest;
  const note = command.type === 'transferService' ? command.note : undefined;
  if (note) {
    const serviceId = service?.id ?? null;
    appendNote(draft, locked, { ...note, authorId: actor.id, serviceId, at: now });
  }
  await askAboutEnded(desk, tx, draft);
  const marks = await writeDraft(tx, draft);
  const message = note ? await readMessage(tx, note.messageId) : null;
  const done = { value: { service, message }, marks, sends: draft.sends };
  if (command.type !== 'startService' || marks.length === 0) return done;
  // Read before they took it: it is them who answer now.
  const whatsappIds = await heardInService(tx, actor.id, command.serviceId);
  return { ...done, ...(await readBy(tx, locked, whatsappIds)) };
}

async function readBy(tx: Tx, { conversation }: Locked, whatsappIds: string[]) {
  const who = whatsappIds.length > 0 ? await whoOfConversation(tx, conversation.id) : null;
  // In a group each participant would have to be told of their own.
  return who && !who.group && { read: { who, whatsappIds } };
}

async function decide(
  tx: Tx,
  { standing }: Locked,
  actor: Actor,
  command: Exclude<Extract<Command, { serviceId: Id }>, { tagId: Id }>,
  timing: Timing,
  now: string,
): Promise<Outcome> {
  if (command.type === 'startService') {
    return start(standing, command.serviceId, actor, timing, now);
  }
  if (command.type === 'finishService') {
    return finish(standing, command.serviceId, actor, timing, now);
  }
  return decideTransfer(tx, standing, actor, command, timing, now);
}

async function sendMessage(
  desk: Desk,
  tx: Tx,
  locked: Locked,
  actor: Actor,
  command: Extract<Command, { type: 'sendMessage' }>,
): Promise<Done> {
  const fault = faultOf(command);
  if (fault)
    throw new Refused('invalid', `${fault} does not fit a ${command.kind}.`, { path: fault });
  const text = command.text === undefined ? null : cleanText(command.text);
  if (text !== null && !/\S/.test(text)) {
    throw new Refused('invalid', 'The text is empty.', { path: '/text' });
  }
  if (await oneMessage(tx, command.messageId)) {
    throw new Refused('duplicate-id', 'A message with this id exists.', { path: '/messageId' });
  }
  const original = command.quotedId && (await quoted(tx, locked, command.quotedId));
  const content =
    original && command.content?.choice
      ? { choice: chosen(original, command.content.choice.id) }
      : command.content;
  if (command.attachmentId) {
    await checkAttachment(tx, actor, command.kind, command.attachmentId);
  }
  await checkGroup(tx, locked);
  const now = desk.now().toISOString();
  const conversationId = locked.conversation.id;
  await checkWindow(desk, tx, conversationId, command.content);
  const outcome = write(locked.standing, conversationId, actor, await loadTiming(tx), now, newId);
  const draft = emptyDraft();
  adopt(draft, locked, outcome);
  append(draft, locked, {
    id: command.messageId,
    serviceId: outcome.serviceId,
    direction: 'out',
    kind: command.kind,
    text,
    ...(command.attachmentId && { attachmentId: command.attachmentId }),
    ...(content && { content }),
    ...(original && { quote: quoteOf(original) }),
    ...(command.forwarded && { forwarded: true }),
    authorId: actor.id,
    whatsappId: desk.newWhatsappId(),
    status: 'queued',
    failure: null,
    sentAt: now,
  });
  const marks = await writeDraft(tx, draft);
  await queueSend(tx, conversationId);
  return {
    value: {
      service: outcome.standing.current,
      message: await readMessage(tx, command.messageId),
    },
    marks,
    sends: true,
  };
}

type Original = NonNullable<Awaited<ReturnType<typeof oneMessage>>>;

async function quoted(tx: Tx, { conversation }: Locked, id: Id): Promise<Original> {
  const original = await oneMessage(tx, id);
  const gone =
    original?.deletedAt || original?.kind === 'note' || isCallItself(original?.content?.call);
  if (original?.conversationId !== conversation.id || gone) {
    throw new Refused('not-found', 'The message that this answers is not there.', {
      path: '/quotedId',
    });
  }
  return original;
}

const quoteOf = ({ id, direction, kind, text, sender }: Original): Quote => ({
  messageId: id,
  direction,
  kind,
  text: text?.slice(0, 300) ?? null,
  ...(sender && { sender }),
});

/** One of the options that the contact offered, as it was offered. */
function chosen(original: Original, id: string): NonNullable<MessageContent['choice']> {
  const { form, options = [] } = original.content?.choices ?? {};
  const nth = options.findIndex((option) => option.id === id);
  const option = options[nth];
  if (!option || original.direction !== 'in') {
    throw new Refused('invalid', 'This was not offered.', { path: '/content/choice' });
  }
  return { ...option, nth, ...(form && { form }) };
}

async function checkAttachment(tx: Tx, actor: Actor, kind: SendableKind, id: Id): Promise<void> {
  const attachment = await sendableAttachment(tx, id, actor.id);
  if (!attachment) {
    throw new Refused('not-found', 'Upload the file first.', { path: '/attachmentId' });
  }
  if (attachment.kind !== kind) {
    throw new Refused('invalid', `This file is a ${attachment.kind}.`, { path: '/kind' });
  }
}

async function markRead(tx: Tx, locked: Locked, actor: Actor, position: number): Promise<Done> {
  const { id, lastPosition } = locked.conversation;
  const { current } = locked.standing;
  const raised = await raiseReadMark(tx, actor.id, id, Math.min(position, lastPosition));
  const marks: Mark[] = raised === null ? [] : [{ entity: 'readMark', id, userId: actor.id }];
  const done = { value: { service: null, message: null }, marks, sends: false };
  // Others look, too: the contact is told of whoever answers them.
  if (!raised || current?.attendantId !== actor.id) return done;
  return { ...done, ...(await readBy(tx, locked, await heardBetween(tx, id, raised))) };
}

/**
 * A service with a contact who did not write first; one that waits is started. `made` is false where
 * the actor held one already. @throws Refused not-found, service-held
 */
export async function openService(
  desk: Desk,
  actor: Actor,
  who: { contactId: Id } | { phone: string },
): Promise<{ conversationId: Id; contactId: Id; serviceId: Id; made: boolean }> {
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
    const { id: conversationId, contactId } = locked.conversation;
    const serviceId = outcome.standing.current?.id as Id;
    return { recorded, opened: { conversationId, contactId, serviceId, made: !current } };
  });
  if (done.recorded) desk.publish(done.recorded);
  return done.opened;
}

async function placeOf(
  tx: Tx,
  who: { contactId: Id } | { phone: string },
  now: string,
): Promise<{ id: Id; marks: Mark[] } | null> {
  if ('phone' in who) {
    const { conversations, marks } = await conversationsOf(
      tx,
      [{ phone: who.phone, make: true }],
      now,
    );
    return { id: conversations[0] as Id, marks };
  }
  const found = await conversationOfContact(tx, who.contactId, now);
  const marks: Mark[] = found?.made ? [{ entity: 'conversation', id: found.id, userId: null }] : [];
  return found && { id: found.id, marks };
}

/** Gives every open service of a user back to waiting, as when they are deactivated. */
export async function returnServicesOf(desk: Desk, userId: Id, actorId: Id | null): Promise<void> {
  for (const service of await openServicesOf(desk.pool, userId)) {
    await returnService(desk, { ...service, attendantId: userId }, actorId);
  }
}

/** Gives one back to waiting, if that user still has it. */
export function returnService(
  desk: Desk,
  { id, conversationId, attendantId }: { id: Id; conversationId: Id; attendantId: Id },
  actorId: Id | null,
): Promise<void> {
  return change(desk, conversationId, (locked, timing, now) => {
    const current = locked.standing.current;
    if (current?.id !== id || current.attendantId !== attendantId) return null;
    return giveBack(locked.standing, id, actorId, timing, now);
  });
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
  const { recorded, sends } = await inTransaction(desk.pool, async (tx) => {
    const locked = (await lockConversations(tx, [conversationId])).get(conversationId);
    const outcome = locked && decision(locked, await loadTiming(tx), desk.now().toISOString());
    if (!locked || !outcome) return { recorded: null, sends: false };
    const draft = emptyDraft();
    adopt(draft, locked, outcome);
    await askAboutEnded(desk, tx, draft);
    return { recorded: await recordChanges(tx, await writeDraft(tx, draft)), sends: draft.sends };
  });
  if (recorded) desk.publish(recorded);
  if (sends) desk.wakeJobs();
}
