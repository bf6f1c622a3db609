/** What the server of the core's tests does to contacts and tags. */
import type { Change, Entity } from '#shared/contract/change.ts';
import type { Command, CommandValue } from '#shared/contract/command.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { withContactChange, withTag } from '#shared/rules/contact-edit.ts';

type Rows = {
  rowOf<R>(entity: Entity, id: Id): R;
  record(changes: Change[]): void;
};

/** Null: the command is about something else. */
export function actAbout(
  { rowOf, record }: Rows,
  user: SignedInUser,
  { contactId }: Conversation,
  command: Command,
): CommandValue | null {
  const nothing = { service: null, message: null };
  if (command.type === 'tagService') {
    const service = withTag(
      rowOf<Service>('service', command.serviceId),
      command.tagId,
      command.on,
    );
    record([{ entity: 'service', id: service.id, row: service }]);
    return { ...nothing, service };
  }
  if (command.type !== 'tagContact' && command.type !== 'editContact') return null;
  const before = rowOf<Contact>('contact', contactId);
  const doer = { by: user.id, at: new Date().toISOString() };
  const contact =
    command.type === 'tagContact'
      ? withTag(before, command.tagId, command.on)
      : withContactChange(before, command.change, doer);
  if (contact !== before) record([{ entity: 'contact', id: contactId, row: contact }]);
  return { ...nothing, contact };
}
