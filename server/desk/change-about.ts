/** What is done to the contact of a conversation, and the tags of its services, finished or not. */
import type { Command } from '#shared/contract/command.ts';
import type { Contact } from '#shared/contract/contact.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { editContact, tagContact, tagService } from '../contacts/contacts.ts';
import type { Mark } from '../platform/feed.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import type { Desk, Done } from './desk.ts';
import { readChanges } from './rows.ts';
import type { Locked } from './store.ts';

type About = Extract<Command, { type: 'tagService' | 'tagContact' | 'editContact' }>;
export const isAbout = (command: Command): command is About =>
  command.type === 'tagService' || command.type === 'tagContact' || command.type === 'editContact';

async function readContact(tx: Tx, id: Id): Promise<Contact> {
  const [change] = await readChanges(tx, [{ entity: 'contact', id }], null);
  if (change?.entity === 'contact' && change.row) return change.row;
  throw new Refused('not-found', 'There is no such contact.');
}

/** Whoever has the service: what a team knows of a contact is everybody's to note. */
export async function changeAbout(
  desk: Desk,
  tx: Tx,
  { conversation: { id: conversationId, contactId } }: Locked,
  actor: SignedInUser,
  command: About,
): Promise<Done> {
  const nothing = { service: null, message: null };
  if (command.type === 'tagService') {
    const { serviceId: id } = command;
    const changed = await tagService(tx, conversationId, command);
    const [change] = await readChanges(tx, [{ entity: 'service', id }], null);
    const service = change?.entity === 'service' ? change.row : null;
    return { value: { ...nothing, service }, marks: marks('service', id, changed), sends: false };
  }
  const doer = { by: actor.id, at: desk.now().toISOString() };
  const changed =
    command.type === 'tagContact'
      ? await tagContact(tx, contactId, command)
      : await editContact(tx, contactId, command.change, doer, readContact);
  const contact = await readContact(tx, contactId);
  return {
    value: { ...nothing, contact },
    marks: marks('contact', contactId, changed),
    sends: false,
  };
}

const marks = (entity: 'service' | 'contact', id: Id, changed: boolean): Mark[] =>
  changed ? [{ entity, id, userId: null }] : [];
