/** Synced rows into the tables, and what that touched. */
import type { Attachment } from '#shared/contract/attachment.ts';
import type { Change, Erasure } from '#shared/contract/change.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import { pictureWith } from './contacts.ts';
import type { Tables } from './tables.ts';

export type Touched = {
  /** Conversations whose entry in the lists may look different now, or may be gone. */
  conversations: Set<Id>;
  /** Messages that were written or removed, each with its conversation. */
  messages: Map<Id, Id>;
  /** Services that were written, each with its conversation. */
  services: Map<Id, Id>;
  colleagues: boolean;
  teams: boolean;
  cannedReplies: boolean;
  /** Services whose holder was given them, as far as was not known here. */
  given: Service[];
  tags: boolean;
  /** Messages from contacts that were not here before, in order. */
  arrived: Message[];
  /** Notes that name somebody whom they did not name before, as far as was known here. */
  mentions: { note: Message; userIds: Id[] }[];
  /** Files whose bytes the server has now and had not before, as far as was known here. */
  attachments: Attachment[];
  /** Files that nothing has any more, unless something else does: old pictures, those of the erased. */
  oldFiles: Id[];
  /** Files that the server has no longer. */
  goneFiles: Id[];
  /** Persons who were erased just now. */
  erased: Erasure[];
};

export const nothingTouched = (): Touched => ({
  conversations: new Set(),
  messages: new Map(),
  services: new Map(),
  colleagues: false,
  teams: false,
  cannedReplies: false,
  given: [],
  tags: false,
  arrived: [],
  mentions: [],
  attachments: [],
  oldFiles: [],
  goneFiles: [],
  erased: [],
});

/** Writes rows as they are; inside the caller's transaction. */
export function applyChanges(tables: Tables, changes: readonly Change[]): Touched {
  const touched = nothingTouched();
  for (const change of changes) applyOne(tables, change, touched);
  return touched;
}

function applyOne(tables: Tables, change: Change, touched: Touched): void {
  if (isErased(tables, change)) return;
  switch (change.entity) {
    case 'user':
      touched.colleagues = true;
      if (change.row) tables.users.put(change.row);
      else tables.users.remove(change.id);
      return;
    case 'team':
      touched.teams = true;
      if (change.row) tables.teams.put(change.row);
      else tables.teams.remove(change.id);
      return;
    case 'tag':
      touched.tags = true;
      if (change.row) tables.tags.put(change.row);
      else tables.tags.remove(change.id);
      return;
    case 'cannedReply':
      touched.cannedReplies = true;
      if (change.row) tables.cannedReplies.put(change.row);
      else tables.cannedReplies.remove(change.id);
      return;
    case 'contact':
      applyContact(tables, change, touched);
      for (const id of tables.conversations.ofContact(change.id)) touched.conversations.add(id);
      return;
    case 'conversation':
      if (change.row) tables.conversations.put(change.row);
      else tables.conversations.remove(change.id);
      touched.conversations.add(change.id);
      return;
    case 'service':
      applyService(tables, change, touched);
      return;
    case 'message':
      applyMessage(tables, change, touched);
      return;
    case 'readMark':
      if (change.row) tables.readMarks.put(change.row);
      else tables.readMarks.remove(change.id);
      touched.conversations.add(change.id);
      return;
    case 'erasure':
      if (change.row) applyErasure(tables, change.row, touched);
      return;
  }
}

/** A row that comes late, of somebody who is erased here already. */
function isErased({ erased }: Tables, { entity, row }: Change): boolean {
  if (!row) return false;
  if (entity === 'contact' || entity === 'conversation') return erased.has(row.id);
  if (entity === 'service' || entity === 'message') return erased.has(row.conversationId);
  return false;
}

function applyErasure(tables: Tables, erasure: Erasure, touched: Touched): void {
  const { meta, erased } = tables;
  const ids = new Set(erasure.conversationIds);
  touched.oldFiles.push(...erased.erase(erasure));
  meta.set(
    'refused',
    meta.get('refused').filter(({ command }) => !ids.has(command.conversationId)),
  );
  meta.set(
    'recent',
    meta.get('recent').filter((key) => ![...ids].some((id) => key.includes(id))),
  );
  meta.set('toClear', true);
  touched.erased.push(erasure);
  for (const id of ids) touched.conversations.add(id);
}

function applyContact(
  tables: Tables,
  { id, row }: Extract<Change, { entity: 'contact' }>,
  touched: Touched,
): void {
  const before = tables.contacts.pictureOf(id);
  const now = row?.pictureId ?? null;
  if (row) tables.contacts.put(row);
  else tables.contacts.remove(id);
  if (before === now) return;
  if (before) touched.oldFiles.push(before);
  if (now) touched.attachments.push(pictureWith(now));
}

function applyService(
  tables: Tables,
  { id, row }: Extract<Change, { entity: 'service' }>,
  touched: Touched,
): void {
  if (row) {
    if (row.given && row.given.at !== tables.services.one(id)?.given?.at) touched.given.push(row);
    tables.services.put(row);
    touched.services.set(id, row.conversationId);
    touched.conversations.add(row.conversationId);
    return;
  }
  const before = tables.services.one(id);
  tables.services.remove(id);
  touched.services.delete(id);
  if (before) touched.conversations.add(before.conversationId);
}

function applyMessage(
  tables: Tables,
  { id, row }: Extract<Change, { entity: 'message' }>,
  touched: Touched,
): void {
  if (row) {
    const news = row.direction === 'in' && row.serviceId !== null;
    if (news && !tables.messages.has(id)) touched.arrived.push(row);
    noteMentions(tables, row, touched);
    if (row.attachment?.state === 'gone') touched.goneFiles.push(row.attachment.id);
    if (row.attachment?.state === 'here') {
      const [before] = tables.messages.many([id]);
      if (before?.attachment?.state !== 'here') touched.attachments.push(row.attachment);
    }
    tables.messages.put(row);
    touched.messages.set(id, row.conversationId);
    touched.conversations.add(row.conversationId);
    return;
  }
  const [before] = tables.messages.many([id]);
  if (before?.attachment) touched.oldFiles.push(before.attachment.id);
  const conversationId = tables.messages.remove(id);
  if (!conversationId) return;
  touched.messages.set(id, conversationId);
  touched.conversations.add(conversationId);
}

function noteMentions(tables: Tables, note: Message, touched: Touched): void {
  const { mentions } = note.content ?? {};
  if (!mentions) return;
  const [before] = tables.messages.many([note.id]);
  const known = new Set(before?.content?.mentions?.map(({ userId }) => userId));
  const userIds = mentions.flatMap(({ userId }) => (known.has(userId) ? [] : userId));
  if (userIds.length > 0) touched.mentions.push({ note, userIds });
}

export function addTouched(into: Touched, more: Touched): void {
  for (const id of more.conversations) into.conversations.add(id);
  for (const [id, conversationId] of more.messages) into.messages.set(id, conversationId);
  for (const [id, conversationId] of more.services) into.services.set(id, conversationId);
  into.colleagues ||= more.colleagues;
  into.teams ||= more.teams;
  into.cannedReplies ||= more.cannedReplies;
  into.given.push(...more.given);
  into.tags ||= more.tags;
  into.arrived.push(...more.arrived);
  into.mentions.push(...more.mentions);
  into.attachments.push(...more.attachments);
  into.oldFiles.push(...more.oldFiles);
  into.goneFiles.push(...more.goneFiles);
  into.erased.push(...more.erased);
}
