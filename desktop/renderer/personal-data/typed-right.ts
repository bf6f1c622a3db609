import type { Contact } from '#shared/contract/contact.ts';
import { folded, nameOf } from '../format/names.ts';

const digits = (text: string): string => text.replace(/\D/g, '');
const plain = (text: string): string => folded(text).trim().replace(/\s+/g, ' ');

/** Whether it is their name as it is shown, or their number: however it is spaced and written. */
export function isTypedRight(
  typed: string,
  contact: Pick<Contact, 'name' | 'whatsappName' | 'phone'>,
): boolean {
  if (plain(typed) === '') return false;
  if (plain(typed) === plain(nameOf(contact))) return true;
  const number = digits(contact.phone ?? '');
  return number !== '' && /^[\d\s()+.-]+$/.test(typed) && digits(typed) === number;
}
