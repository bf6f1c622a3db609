/** What the desk's functions need, and how what they decided is written. */
import type { CommandValue } from '#shared/contract/command.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Evaluation, Service, ServiceStep } from '#shared/contract/service.ts';
import type { Outcome } from '#shared/rules/service-life.ts';
import { type Announced, announce } from '../attachments/attachments.ts';
import type { Mark, Recorded } from '../platform/feed.ts';
import type { Pool, Tx } from '../platform/postgres/pool.ts';
import type { CallEvent, Who } from '../whatsapp/driver.ts';
import type { Advanced } from './calls-store.ts';
import { noteAsked, saveEvaluations } from './evaluations-store.ts';
import { insertMessages, type NewMessage } from './messages-store.ts';
import { appendSteps, type Locked, saveConversations, saveServices } from './store.ts';

/** A step of a call that is stored, and what stands of the call now. */
export type Called = Advanced & { event: CallEvent & { conversationId: Id } };

export type Desk = {
  pool: Pool;
  /** Pushes a committed part of the feed to the consoles; never throws. */
  publish(recorded: Recorded): void;
  /** Says that the job outbox has something. */
  wakeJobs(): void;
  newWhatsappId(): string;
  now(): Date;
  /** Whoever has the service has read these messages of the contact; never throws. */
  read?(who: Who, whatsappIds: string[]): void;
  /** Hears each stored step of a call. */
  called?(steps: Called[]): void;
  /** Why this way to WhatsApp cannot do that to a message that has gone out; absent: it can. */
  cannot?: Partial<Record<'editMessage' | 'deleteMessage', string>>;
  /** This way to WhatsApp takes free messages for a day after the contact wrote. Absent: always. */
  onlyTemplatesLater?: boolean;
  /** This way to WhatsApp has lists to choose from. */
  offersLists?: boolean;
};

/** What carrying a command out led to. */
export type Done = { value: CommandValue; marks: Mark[]; sends: boolean; read?: Read };
/** What is told WhatsApp as read, once it is committed. */
type Read = { who: Who; whatsappIds: string[] };

/** What one transaction is going to write, gathered while it decides. */
export type Draft = {
  services: Map<Id, Service>;
  steps: ServiceStep[];
  messages: NewMessage[];
  attachments: Announced[];
  conversations: Map<Id, Conversation>;
  marks: Mark[];
  /** Conversations in which a service ended. */
  ended: Set<Locked>;
  /** Services whose contact is asked for an evaluation, and when. */
  asked: Map<Id, Instant>;
  evaluations: Map<Id, Evaluation>;
  /** True: something was queued for WhatsApp. */
  sends: boolean;
};

export const emptyDraft = (): Draft => ({
  services: new Map(),
  steps: [],
  messages: [],
  attachments: [],
  conversations: new Map(),
  marks: [],
  ended: new Set(),
  asked: new Map(),
  evaluations: new Map(),
  sends: false,
});

/**
 * Takes an outcome into the draft and into what stands. What ended is settled: nobody need read it.
 * What begins brings its contact along: a console may have forgotten, or never had, an old one.
 */
export function adopt(draft: Draft, locked: Locked, outcome: Outcome): void {
  for (const service of outcome.services) {
    draft.services.set(service.id, service);
    if (service.state !== 'finished') continue;
    settleAll(draft, locked);
    draft.ended.add(locked);
  }
  draft.steps.push(...outcome.steps);
  if (outcome.steps.some((step) => step.kind === 'created')) {
    const { contactId, id } = locked.conversation;
    draft.marks.push({ entity: 'contact', id: contactId, userId: null });
    draft.conversations.set(id, locked.conversation);
  }
  locked.standing = outcome.standing;
}

export function settleAll(draft: Draft, locked: Locked): void {
  locked.conversation.settledPosition = locked.conversation.lastPosition;
  draft.conversations.set(locked.conversation.id, locked.conversation);
}

/** Appends a message at the conversation's end. */
export function append(
  draft: Draft,
  locked: Locked,
  message: Omit<NewMessage, 'position' | 'conversationId'>,
): NewMessage {
  const { conversation } = locked;
  conversation.lastPosition += 1;
  if (message.sentAt > conversation.lastActivityAt) conversation.lastActivityAt = message.sentAt;
  draft.conversations.set(conversation.id, conversation);
  const placed = {
    ...message,
    conversationId: conversation.id,
    position: conversation.lastPosition,
  };
  draft.messages.push(placed);
  return placed;
}

/** Writes the draft; the changes are recorded by the caller, last in the transaction. */
export async function writeDraft(tx: Tx, draft: Draft): Promise<Mark[]> {
  const services = [...draft.services.values()];
  await saveServices(tx, services);
  await noteAsked(tx, draft.asked);
  await saveEvaluations(tx, draft.evaluations);
  await appendSteps(tx, draft.steps);
  await announce(tx, draft.attachments);
  await insertMessages(tx, draft.messages);
  await saveConversations(tx, [...draft.conversations.values()]);
  const all = (entity: Mark['entity'], ids: Iterable<Id>): Mark[] =>
    [...ids].map((id) => ({ entity, id, userId: null }));
  return [
    ...draft.marks,
    ...all('conversation', draft.conversations.keys()),
    ...all('service', new Set([...draft.services.keys(), ...draft.evaluations.keys()])),
    ...all(
      'message',
      draft.messages.map((message) => message.id),
    ),
  ];
}

/** Postgres takes no NUL, and half a surrogate pair is no text. */
export const cleanText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
