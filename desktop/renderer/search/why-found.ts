import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Snippet } from '#shared/contract/search.ts';
import type { Tag } from '#shared/contract/tag.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { digitsOf, knownOf, matches, snippetOf, termsOf } from '#shared/rules/search-words.ts';

/** What of a contact was found, where it is not what stands there anyway: name and number. */
export function whyFound(
  contact: Contact,
  tags: ReadonlyMap<Id, Tag>,
  typed: string,
): Snippet | null {
  const terms = termsOf(typed);
  const digits = digitsOf(typed);
  if (matches([contact.name ?? '', contact.whatsappName ?? ''], terms)) return null;
  if (digits !== null) {
    if (contact.phone?.includes(digits)) return null;
    const number = contact.phones?.find((one) => one.includes(digits));
    if (number !== undefined) return { text: showPhone(number), marks: [] };
  }
  const named = (contact.tags ?? []).flatMap((id) => tags.get(id)?.name ?? []);
  const snippet = snippetOf([...named, ...knownOf(contact)], terms);
  return snippet.marks.length > 0 ? snippet : null;
}
