/** Private notes: written by one of us, seen by us alone, never sent. */
import type { Command } from '#shared/contract/command.ts';
import type { Mention } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { mentionsIn } from '#shared/rules/mentions.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import {
  append,
  cleanText,
  type Desk,
  type Done,
  type Draft,
  emptyDraft,
  writeDraft,
} from './desk.ts';
import { checkGroup } from './groups.ts';
import { editNote, markDeleted, type OneMessage, oneMessage } from './messages-store.ts';
import { readMessage } from './rows.ts';
import { activeUsers, type Locked } from './store.ts';

type AddNote = Extract<Command, { type: 'addNote' }>;

/** @throws Refused invalid, duplicate-id, groups-ignored */
export async function addNote(
  desk: Desk,
  tx: Tx,
  locked: Locked,
  actor: SignedInUser,
  command: AddNote,
): Promise<Done> {
  const text = wordsOf(command.text);
  if (await oneMessage(tx, command.messageId)) {
    throw new Refused('duplicate-id', 'A message with this id exists.', { path: '/messageId' });
  }
  await checkGroup(tx, locked);
  const mentions = await told(tx, text, command.mentions);
  const { current, latest } = locked.standing;
  const draft = emptyDraft();
  appendNote(draft, locked, {
    ...{ messageId: command.messageId, text, authorId: actor.id, mentions },
    ...{ serviceId: (current ?? latest)?.id ?? null, at: desk.now().toISOString() },
  });
  // Whoever is named may have forgotten this contact, or never had them.
  draft.marks.push({ entity: 'contact', id: locked.conversation.contactId, userId: null });
  const marks = await writeDraft(tx, draft);
  const message = await readMessage(tx, command.messageId);
  return { value: { service: null, message }, marks, sends: false };
}

/** Edits or deletes one. @throws Refused forbidden, unsupported, invalid */
export async function changeNote(
  desk: Desk,
  tx: Tx,
  note: OneMessage,
  actor: SignedInUser,
  command: Extract<Command, { messageId: Id }>,
): Promise<Done> {
  if (command.type !== 'editMessage' && command.type !== 'deleteMessage') {
    throw new Refused('unsupported', 'A note is not on WhatsApp.', { path: '/messageId' });
  }
  if (note.authorId !== actor.id) {
    throw new Refused('forbidden', 'This is a note of somebody else.', { path: '/messageId' });
  }
  const at = desk.now().toISOString();
  if (command.type === 'deleteMessage') await markDeleted(tx, note.id, at);
  else {
    const text = wordsOf(command.text);
    await editNote(tx, note.id, text, await told(tx, text, command.mentions), at);
  }
  return {
    value: { service: null, message: await readMessage(tx, note.id) },
    marks: [{ entity: 'message', id: note.id, userId: null }],
    sends: false,
  };
}

function wordsOf(text: string): string {
  const clean = cleanText(text);
  if (!/\S/.test(clean)) throw new Refused('invalid', 'The note is empty.', { path: '/text' });
  return clean;
}

/** Those of them who are active and whose names are in the text: nobody is told of what is not said. */
async function told(tx: Tx, text: string, mentions: readonly Mention[] = []): Promise<Mention[]> {
  if (mentions.length === 0) return [];
  const active = new Set(
    await activeUsers(
      tx,
      mentions.map(({ userId }) => userId),
    ),
  );
  const people = mentions.flatMap(({ userId: id, name }) =>
    active.has(id) ? { id, name: cleanText(name) } : [],
  );
  return mentionsIn(text, people);
}

export function appendNote(
  draft: Draft,
  locked: Locked,
  note: {
    messageId: Id;
    text: string;
    authorId: Id;
    serviceId: Id | null;
    at: Instant;
    mentions?: Mention[];
  },
): void {
  const { mentions = [] } = note;
  append(draft, locked, {
    id: note.messageId,
    serviceId: note.serviceId,
    direction: 'out',
    kind: 'note',
    text: cleanText(note.text),
    authorId: note.authorId,
    whatsappId: null,
    ...(mentions.length > 0 && { content: { mentions } }),
    // It is where it is to be: nothing of it waits to go anywhere.
    status: 'sent',
    failure: null,
    sentAt: note.at,
  });
}
