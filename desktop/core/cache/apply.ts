/** Synced rows into the tables, and what that touched. */
import type { Change } from '#shared/contract/change.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Tables } from './tables.ts';

export type Touched = {
  /** Conversations whose entry in the lists may look different now, or may be gone. */
  conversations: Set<Id>;
  messages: Set<Id>;
  services: Set<Id>;
  removedMessages: Set<Id>;
  colleagues: boolean;
  /** Messages from contacts that were not here before, in order. */
  arrived: Message[];
};

export const nothingTouched = (): Touched => ({
  conversations: new Set(),
  messages: new Set(),
  services: new Set(),
  removedMessages: new Set(),
  colleagues: false,
  arrived: [],
});

/** Writes rows as they are; inside the caller's transaction. */
export function applyChanges(tables: Tables, changes: readonly Change[]): Touched {
  const touched = nothingTouched();
  for (const change of changes) applyOne(tables, change, touched);
  return touched;
}

function applyOne(tables: Tables, change: Change, touched: Touched): void {
  switch (change.entity) {
    case 'user':
      touched.colleagues = true;
      if (change.row) tables.users.put(change.row);
      else tables.users.remove(change.id);
      return;
    case 'contact':
      if (change.row) tables.contacts.put(change.row);
      else tables.contacts.remove(change.id);
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
  }
}

function applyService(
  tables: Tables,
  { id, row }: Extract<Change, { entity: 'service' }>,
  touched: Touched,
): void {
  if (row) {
    tables.services.put(row);
    touched.services.add(id);
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
    if (row.direction === 'in' && !tables.messages.has(id)) touched.arrived.push(row);
    tables.messages.put(row);
    touched.messages.add(id);
    touched.removedMessages.delete(id);
    touched.conversations.add(row.conversationId);
    return;
  }
  const conversationId = tables.messages.remove(id);
  touched.messages.delete(id);
  touched.removedMessages.add(id);
  if (conversationId) touched.conversations.add(conversationId);
}

/** Into `into`: what came later wins. */
export function addTouched(into: Touched, more: Touched): void {
  for (const id of more.conversations) into.conversations.add(id);
  for (const id of more.messages) {
    into.messages.add(id);
    into.removedMessages.delete(id);
  }
  for (const id of more.removedMessages) {
    into.removedMessages.add(id);
    into.messages.delete(id);
  }
  for (const id of more.services) into.services.add(id);
  into.colleagues ||= more.colleagues;
  into.arrived.push(...more.arrived);
}
