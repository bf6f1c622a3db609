/** What attendants do, each exactly once. */
import { v7 as newId } from 'uuid';
import type { Command, CommandValue, SendableKind } from '#shared/contract/command.ts';
import type { Message, Quote } from '#shared/contract/message.ts';
import { type Answer, Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';

import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { faultOf } from '#shared/rules/sendable.ts';
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
import { sendableAttachment } from '../attachments/attachments.ts';
import { type Mark, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import { conversationOfContact, conversationsOf } from './contacts-store.ts';
import { adopt, append, cleanText, type Desk, emptyDraft, writeDraft } from './desk.ts';
import { checkGroup } from './groups.ts';
import {
  editText,
  markDeleted,
  oneMessage,
  queueAct,
  requeue,
  setReaction,
} from './messages-store.ts';
import { readChanges } from './rows.ts';
import {
  activeUser,
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
import { checkWindow } from './window.ts';

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
  if ('messageId' in command) return changeMessage(desk, tx, locked, actor, command);
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
  command: Extract<Command, { serviceId: Id }>,
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
  const quote = command.quotedId && (await quoteOf(tx, locked, command.quotedId));
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
    ...(command.content && { content: command.content }),
    ...(quote && { quote }),
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

async function quoteOf(tx: Tx, { conversation }: Locked, id: Id): Promise<Quote> {
  const original = await oneMessage(tx, id);
  if (original?.conversationId !== conversation.id || original.deletedAt) {
    throw new Refused('not-found', 'The message that this answers is not there.', {
      path: '/quotedId',
    });
  }
  const { direction, kind, text, sender } = original;
  const words = text?.slice(0, 300) ?? null;
  return { messageId: id, direction, kind, text: words, ...(sender && { sender }) };
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

const minute = 60_000;
/** As WhatsApp has them. */
const editable = 15 * minute;
const deletable = 60 * 60 * minute;

/** Edits, deletes, reacts to or sends again a message that is here. */
async function changeMessage(
  desk: Desk,
  tx: Tx,
  locked: Locked,
  actor: Actor,
  command: Extract<Command, { messageId: Id }>,
): Promise<Done> {
  if (command.type === 'sendMessage') throw new Error('this is a new message');
  const { conversation, standing } = locked;
  await checkGroup(tx, locked);
  const message = await oneMessage(tx, command.messageId);
  if (message?.conversationId !== conversation.id || message.deletedAt) {
    throw new Refused('not-found', 'There is no such message.', { path: '/messageId' });
  }
  const { current, holderName } = standing;
  if (current?.attendantId && current.attendantId !== actor.id && actor.role !== 'admin') {
    throw new Refused('service-held', `${holderName} has this service.`, {
      holder: { id: current.attendantId, name: holderName ?? '' },
    });
  }
  const at = desk.now();
  const age = at.getTime() - Date.parse(message.sentAt);
  const unsent = message.status === 'queued';
  if (command.type !== 'reactToMessage' && message.direction === 'in') {
    throw new Refused('forbidden', 'This is not a message of ours.', { path: '/messageId' });
  }
  const cannot = desk.cannot?.[command.type as 'editMessage'];
  if (cannot && !unsent) throw new Refused('unsupported', cannot);
  let tell: Parameters<typeof queueAct>[2] | null = null;
  let text: string | null = null;
  switch (command.type) {
    case 'editMessage':
      text = cleanText(command.text);
      if (message.content?.template) {
        throw new Refused('unsupported', 'The text of a template is as WhatsApp approved it.');
      }
      if (message.text === null || age > editable) {
        throw new Refused('unsupported', 'WhatsApp takes edits of a text for 15 minutes.');
      }
      if (await editText(tx, message.id, text, at.toISOString())) tell = 'edit';
      break;
    case 'deleteMessage':
      if (age > deletable) {
        throw new Refused('unsupported', 'WhatsApp deletes for everyone within 60 hours.');
      }
      if (await markDeleted(tx, message.id, at.toISOString())) tell = 'delete';
      break;
    case 'reactToMessage': {
      text = cleanText(command.emoji);
      const reaction = { direction: 'out' as const, emoji: text, userId: actor.id };
      if (await setReaction(tx, message.id, reaction)) tell = 'react';
      break;
    }
    case 'retryMessage':
      if (message.failure !== null) await checkWindow(desk, tx, conversation.id, message.content);
      if (await requeue(tx, message.id, desk.newWhatsappId())) {
        await queueSend(tx, conversation.id);
      }
      break;
  }
  // What WhatsApp does not have yet goes out as it is now, or not at all.
  if (tell && !unsent && !message.failure) {
    await queueAct(tx, message, tell, text, at.toISOString());
    await queueSend(tx, conversation.id);
  }
  return {
    value: { service: null, message: await readMessage(tx, message.id) },
    marks: [{ entity: 'message', id: message.id, userId: null }],
    sends: true,
  };
}

async function readMessage(tx: Tx, id: Id): Promise<Message | null> {
  const [change] = await readChanges(tx, [{ entity: 'message', id }], null);
  return change?.entity === 'message' ? change.row : null;
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
