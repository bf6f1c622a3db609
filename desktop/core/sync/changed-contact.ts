/** What commands do to a contact and to the tags of services, as the server would do it. Pure. */
import type { Contact } from '#shared/contract/contact.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import { withContactChange, withTag } from '#shared/rules/contact-edit.ts';
import type { Pending } from '../cache/commands.ts';

/** A contact with everything that was given for it and is not yet answered, in that order. */
export function withContactChanges(
  contact: Contact,
  pending: readonly Pending[],
  me: { id: Id },
): Contact {
  return pending.reduce((shown, { command, givenAt }) => {
    if (command.type === 'tagContact') return withTag(shown, command.tagId, command.on);
    if (command.type !== 'editContact') return shown;
    try {
      return withContactChange(shown, command.change, { by: me.id, at: givenAt });
    } catch (error) {
      // What the server would refuse changes nothing that is shown.
      if (error instanceof Refused) return shown;
      throw error;
    }
  }, contact);
}

/** The same for the tags of a service. */
export const withServiceTags = (service: Service, pending: readonly Pending[]): Service =>
  pending.reduce(
    (shown, { command }) =>
      command.type === 'tagService' && command.serviceId === shown.id
        ? withTag(shown, command.tagId, command.on)
        : shown,
    service,
  );
