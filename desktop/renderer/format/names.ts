import type { Contact } from '#shared/contract/contact.ts';
import type { Sender } from '#shared/contract/message.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { plainly } from '../text/formatting.ts';

/** The team's name for a contact, else WhatsApp's, else the number. */
export function nameOf(contact: Pick<Contact, 'name' | 'whatsappName' | 'phone'>): string {
  const name = plainly(contact.name ?? contact.whatsappName ?? '').trim();
  return name || (contact.phone ? showPhone(contact.phone) : '—');
}

/** Who of a group wrote; null where WhatsApp does not say. */
export function senderName({ name, phone }: Sender): string | null {
  return plainly(name ?? '').trim() || (phone && showPhone(phone)) || null;
}

/** For comparing by eye's measure: no accents, no capitals. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
