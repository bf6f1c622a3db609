/** What the team does to a contact and sticks on services; each inside the caller's transaction. */
import type { Contact, ContactChange } from '#shared/contract/contact.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { withContactChange } from '#shared/rules/contact-edit.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { holdTag, saveContact, serviceIsOf, setTag } from './store.ts';

type Sticking = { tagId: Id; on: boolean };

/** @throws Refused not-found, for a tag that an admin has taken away */
async function stick(
  tx: Tx,
  what: 'service' | 'contact',
  id: Id,
  { tagId, on }: Sticking,
): Promise<boolean> {
  if (on && !(await holdTag(tx, tagId))) {
    throw new Refused('not-found', 'There is no such tag any more.', { path: '/tagId' });
  }
  return setTag(tx, what, { id, tagId, on });
}

/** False: nothing changed. @throws Refused not-found */
export async function tagService(
  tx: Tx,
  conversationId: Id,
  { serviceId, ...tag }: Sticking & { serviceId: Id },
): Promise<boolean> {
  if (!(await serviceIsOf(tx, serviceId, conversationId))) {
    throw new Refused('not-found', 'There is no such service.', { path: '/serviceId' });
  }
  return stick(tx, 'service', serviceId, tag);
}

/** False: nothing changed. @throws Refused not-found */
export const tagContact = (tx: Tx, contactId: Id, tag: Sticking): Promise<boolean> =>
  stick(tx, 'contact', contactId, tag);

/**
 * False: nothing changed. The caller holds the conversation's lock, through which alone a contact is
 * edited; `read` gives the contact as it stands.
 * @throws Refused invalid
 */
export async function editContact(
  tx: Tx,
  contactId: Id,
  change: ContactChange,
  doer: { by: Id; at: Instant },
  read: (tx: Tx, id: Id) => Promise<Contact>,
): Promise<boolean> {
  const before = await read(tx, contactId);
  const after = withContactChange(before, change, doer);
  if (after === before) return false;
  await saveContact(tx, after);
  return true;
}
