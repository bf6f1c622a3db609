/**
 * What is shown = what the server has said + what was given here and is not yet answered. One pure
 * function, whatever the order in which the two meet:
 *   1. with nothing pending, what is shown is what the server has said;
 *   2. a message given here is shown exactly once: as waiting until the server's row of the same id
 *      is there, as that row from then on;
 *   3. what waits stands after everything that has a position, in the order given;
 *   4. what was done to a message is shown on it, once, in the order given;
 *   5. a command that the rules would refuse on what is known changes nothing that is shown.
 */

import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message, Quote } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import {
  type Actor,
  finish,
  type Outcome,
  passToTeam,
  type Standing,
  start,
  type Timing,
  transfer,
  write,
} from '#shared/rules/service-life.ts';
import { receiverOf } from '#shared/rules/transfer.ts';
import type { Pending } from '../cache/commands.ts';
import { changed, type GivenChange, withChanges } from './changed-message.ts';

/** One conversation by the server's word. */
export type Known = {
  conversation: Conversation;
  /** The unfinished service, else the latest one. */
  service: Service | null;
  readPosition: number;
};

export type Shown = Known & {
  waiting: ShownMessage[];
  /** What was done to messages that the server has: `withChanges` puts it on them. */
  changes: GivenChange[];
  /** A command for the service is not answered yet. */
  pending: boolean;
};

/** What is here beside the conversation itself. */
export type Here = {
  /** Whether the server's row of a message is here. */
  has(messageId: Id): boolean;
  /** That row, for a quote of it. */
  message(messageId: Id): Message | null;
  /** A file of this console, or of a message. */
  attachment(id: Id): Attachment | null;
};

/** Ends by the clock are the server's to tell: the console does not guess them. */
const never: Timing = { inactivityMinutes: null, unattendedMinutes: null, farewellMinutes: null };

export function show(known: Known, pending: readonly Pending[], me: Actor, here: Here): Shown {
  let shown: Shown = { ...known, waiting: [], changes: [], pending: false };
  const done = new Set<Id>();
  for (const one of pending) {
    if (done.has(one.command.id)) continue;
    done.add(one.command.id);
    shown = withEffect(shown, one, me, here);
  }
  return shown;
}

function withEffect(
  shown: Shown,
  { command, givenAt, held: mayGoBack }: Pending,
  me: Actor,
  here: Here,
): Shown {
  const self = { ...me, name: '' };
  switch (command.type) {
    case 'markRead':
      return { ...shown, readPosition: Math.max(shown.readPosition, command.position) };
    case 'sendMessage': {
      if (here.has(command.messageId)) return shown;
      const { service } = shown;
      const held = service?.state === 'open' && service.attendantId === me.id;
      const attachment = command.attachmentId && here.attachment(command.attachmentId);
      const quote = command.quotedId && quoteOf(command.quotedId, shown, me, here);
      const message: ShownMessage = {
        id: command.messageId,
        conversationId: command.conversationId,
        serviceId: held ? service.id : null,
        position: null,
        direction: 'out',
        kind: command.kind,
        text: command.text ?? null,
        authorId: me.id,
        status: 'waiting',
        failure: null,
        sentAt: givenAt,
        ...(attachment && { attachment }),
        ...(command.content && { content: command.content }),
        ...(quote && { quote }),
        ...(command.forwarded && { forwarded: true }),
        ...(mayGoBack && { held: true }),
      };
      const active = { ...shown, conversation: activeAt(shown.conversation, givenAt) };
      // Where nothing is open the server makes the service; the console does not invent its id.
      const after = held
        ? decided(active, (standing) =>
            write(standing, command.conversationId, self, never, givenAt, () => service.id),
          )
        : active;
      return { ...after, waiting: [...shown.waiting, message] };
    }
    case 'addNote':
      return withNote(shown, command, me, givenAt, here);
    case 'editMessage':
    case 'deleteMessage':
    case 'reactToMessage':
    case 'retryMessage': {
      const { service } = shown;
      const others = service?.state === 'open' && service.attendantId !== me.id;
      // One's own note is one's own, whoever has the service: what is another's, `changed` knows.
      const ofNote = isNote(command.messageId, shown, here);
      if (others && me.role !== 'admin' && !ofNote) return shown;
      const waiting = shown.waiting.map((message) =>
        message.id === command.messageId ? changed(message, command, givenAt, me) : message,
      );
      return { ...shown, waiting, changes: [...shown.changes, { command, givenAt }] };
    }
    case 'tagService':
    case 'tagContact':
    case 'editContact':
      // On what they are about: changed-contact.ts.
      return shown;
    case 'startService':
      return pendingAfter(shown, (standing) =>
        start(standing, command.serviceId, self, never, givenAt),
      );
    case 'finishService':
      return pendingAfter(shown, (standing) =>
        finish(standing, command.serviceId, me, never, givenAt),
      );
    case 'transferService':
      return withNote(passedOn(shown, command, me, givenAt), command.note, me, givenAt, here);
  }
}

type Transfer = Extract<Pending['command'], { type: 'transferService' }>;
type AddNote = Extract<Pending['command'], { type: 'addNote' }>;

function passedOn(shown: Shown, command: Transfer, me: Actor, givenAt: string): Shown {
  const to = receiverOf(command);
  if (!to) return shown;
  return pendingAfter(shown, (standing) =>
    'teamId' in to
      ? passToTeam(standing, command.serviceId, me, to.teamId, never, givenAt)
      : transfer(standing, command.serviceId, me, { id: to.attendantId, name: '' }, never, givenAt),
  );
}

const isNote = (id: Id, { waiting }: Shown, here: Here): boolean =>
  (waiting.find((one) => one.id === id) ?? here.message(id))?.kind === 'note';

function withNote(
  shown: Shown,
  note: Pick<AddNote, 'messageId' | 'text' | 'mentions'> | undefined,
  me: Actor,
  givenAt: string,
  here: Here,
): Shown {
  if (!note || here.has(note.messageId)) return shown;
  const message: ShownMessage = {
    ...{ id: note.messageId, conversationId: shown.conversation.id },
    ...{ serviceId: shown.service?.id ?? null, position: null, direction: 'out', kind: 'note' },
    ...{ text: note.text, authorId: me.id, status: 'waiting', failure: null, sentAt: givenAt },
    ...(note.mentions && { content: { mentions: note.mentions } }),
  };
  return {
    ...shown,
    conversation: activeAt(shown.conversation, givenAt),
    waiting: [...shown.waiting, message],
  };
}

/** The longest part of a message that a quote shows. */
const longestQuote = 300;

function quoteOf(id: Id, { waiting, changes }: Shown, me: Actor, here: Here): Quote | null {
  const row = here.message(id);
  const original = waiting.find((one) => one.id === id) ?? (row && withChanges(row, changes, me));
  if (!original || original.deletedAt || original.kind === 'note') return null;
  const { direction, kind, text } = original;
  return { messageId: id, direction, kind, text: text?.slice(0, longestQuote) ?? null };
}

const pendingAfter = (shown: Shown, decide: (standing: Standing) => Outcome): Shown => ({
  ...decided(shown, decide),
  pending: true,
});

function decided(shown: Shown, decide: (standing: Standing) => Outcome): Shown {
  const { service, conversation } = shown;
  const finished = service?.state === 'finished';
  try {
    const { services } = decide({
      current: finished ? null : service,
      latest: finished ? service : null,
      holderName: null,
    });
    const after = services.at(-1) ?? service;
    return {
      ...shown,
      service: after,
      // What ended is settled: nobody need read it.
      conversation:
        after?.state === 'finished' && !finished
          ? { ...conversation, settledPosition: conversation.lastPosition }
          : conversation,
    };
  } catch (error) {
    if (error instanceof Refused) return shown;
    throw error;
  }
}

const activeAt = (conversation: Conversation, at: string): Conversation =>
  at > conversation.lastActivityAt ? { ...conversation, lastActivityAt: at } : conversation;

/** What a list shows last. */
export const lastShown = (
  last: ShownMessage | null,
  waiting: readonly ShownMessage[],
): ShownMessage | null => waiting.at(-1) ?? last;

/**
 * Whether the service in an answer is newer than the one here. `untouched`: nothing has come for it
 * since the command first left this process, so that what is here is from before the command.
 */
export function answerIsNewer(here: Service | null, answer: Service, untouched: boolean): boolean {
  return here === null || untouched || answer.lastInteractionAt > here.lastInteractionAt;
}
