/** How the test server searches: by reading everything. */
import type { Change } from '#shared/contract/change.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { SearchAnswer, SearchRequest } from '#shared/contract/search.ts';
import {
  digitsOf,
  findsContact,
  matches,
  searchedTexts,
  termsOf,
} from '#shared/rules/search-words.ts';

export function searchIn(rows: ReadonlyMap<string, Change>, question: SearchRequest): SearchAnswer {
  const all = [...rows.values()];
  const terms = termsOf(question.text);
  const contacts = all.flatMap((one) => (one.entity === 'contact' && one.row ? one.row : []));
  const conversations = all.flatMap((one) =>
    one.entity === 'conversation' && one.row ? one.row : [],
  );
  const tags = new Map(
    all.flatMap((one) => (one.entity === 'tag' && one.row ? [[one.id, one.row.name]] : [])),
  );
  const tagNames = (contact: Contact) => (contact.tags ?? []).flatMap((id) => tags.get(id) ?? []);
  const from = Number(question.before ?? 0);
  const messages = all
    .flatMap((one) => (one.entity === 'message' && one.row ? one.row : []))
    .filter((row) => matches(searchedTexts(row), terms))
    .filter((row) => (question.conversationId ?? row.conversationId) === row.conversationId)
    .sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
  const named =
    question.before === null && question.conversationId === undefined
      ? contacts.filter((contact) =>
          findsContact(contact, tagNames(contact), terms, digitsOf(question.text)),
        )
      : [];
  const others = contacts.filter((contact) => !named.includes(contact));
  const next = from + question.limit;
  return {
    messages: messages.slice(from, next),
    contacts: [...named, ...others],
    conversations,
    named: named.length,
    next: next < messages.length ? String(next) : null,
    late: false,
  };
}
