/** What the system writes to a contact by itself. */
import { v7 as newId } from 'uuid';
import type { AutomaticPart, TextLanguage } from '#shared/contract/automatic-text.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import {
  type AutomaticValues,
  daytimeWords,
  fillAutomatic,
  firstNameOf,
} from '#shared/rules/automatic-text.ts';
import { hourIn } from '#shared/rules/local-time.ts';
import { mayWriteFreely } from '#shared/rules/messaging-window.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { workspaceOf } from '../users/users.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { nameOfContact } from './automatic-store.ts';
import { append, type Desk, type Draft } from './desk.ts';
import { heardAt, type NewMessage } from './messages-store.ts';
import { type Locked, queueSend } from './store.ts';

/**
 * A message of the system's own: nobody's, and no interaction. It is no activity either: a
 * conversation does not rise in the lists by it.
 */
export async function say(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  what: { serviceId: Id | null; text: string; content: NonNullable<NewMessage['content']> },
  now: Instant,
): Promise<void> {
  const { id, lastActivityAt } = locked.conversation;
  append(draft, locked, {
    id: newId(),
    serviceId: what.serviceId,
    direction: 'out',
    kind: what.content.choices ? 'choices' : 'text',
    text: what.text,
    content: what.content,
    authorId: null,
    whatsappId: desk.newWhatsappId(),
    status: 'queued',
    failure: null,
    sentAt: now,
  });
  locked.conversation.lastActivityAt = lastActivityAt;
  draft.sends = true;
  await queueSend(tx, id);
}

/** Whether WhatsApp takes a text that is no template; what comes with the draft counts as heard. */
export async function takesFreely(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  conversationId: Id,
  now: Instant,
): Promise<boolean> {
  if (!desk.onlyTemplatesLater) return true;
  const coming = draft.messages.findLast(
    (one) => one.conversationId === conversationId && one.direction === 'in',
  );
  return mayWriteFreely(coming?.sentAt ?? (await heardAt(tx, conversationId)), now);
}

/** One of the workspace's own texts to the contact of the current service; false: nothing is left of it. */
export async function saySet(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  set: { part: AutomaticPart; text: string; language: TextLanguage; values?: AutomaticValues },
  now: Instant,
): Promise<boolean> {
  const name = await nameOfContact(tx, locked.conversation.contactId);
  const hour = hourIn(await timeZoneOf(tx), now);
  const text = fillAutomatic(set.text, {
    'contact.name': name,
    'contact.firstName': firstNameOf(name),
    workspace: await workspaceOf(tx),
    daytime: daytimeWords(hour, set.language),
    ...set.values,
  });
  if (text === '') return false;
  const serviceId = locked.standing.current?.id ?? null;
  await say(desk, tx, draft, locked, { serviceId, text, content: { automatic: set.part } }, now);
  return true;
}
