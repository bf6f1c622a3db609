import type { Question, SearchHit, SearchPage } from '#shared/contract/bridge.ts';
import {
  digitsOf,
  findsContact,
  matches,
  searchedTexts,
  snippetOf,
  termsOf,
} from '#shared/rules/search-words.ts';
import { tags } from './knowledge.ts';
import type { World } from './world.ts';

/** As the core would: every third conversation from the end is the server's only. */
export function searchIn(
  world: World,
  { text, where, conversationId, before, limit }: Question<'search'>,
  offline: boolean,
): SearchPage {
  if (where === 'server' && offline) {
    return { contacts: [], hits: [], next: null, reach: 'offline' };
  }
  const terms = termsOf(text);
  const all = [...world.summaries.values()];
  const placeOf = (n: number) => (n % 7 === 6 ? 'server' : 'here');
  const found = all.flatMap(({ conversation, contact }, n): SearchHit[] =>
    placeOf(n) !== where || (conversationId ?? conversation.id) !== conversation.id
      ? []
      : (world.messages.get(conversation.id) ?? [])
          .filter((message) => matches(searchedTexts(message), terms))
          .map((message) => ({
            message,
            contact,
            snippet: snippetOf(searchedTexts(message), terms),
            here: where === 'here',
          })),
  );
  const hits = found.sort((a, b) => (a.message.sentAt < b.message.sentAt ? 1 : -1));
  const from = Number(before ?? 0);
  return {
    contacts:
      before !== null || conversationId !== undefined
        ? []
        : all
            .filter(
              ({ contact }, n) =>
                placeOf(n) === where &&
                findsContact(
                  contact,
                  tags.filter(({ id }) => contact.tags?.includes(id)).map(({ name }) => name),
                  terms,
                  digitsOf(text),
                ),
            )
            .slice(0, 5)
            .map(({ conversation, contact }) => ({
              ...{ conversationId: conversation.id, contact, here: where === 'here' },
            })),
    hits: hits.slice(from, from + limit),
    next: from + limit < hits.length ? String(from + limit) : null,
    reach: 'whole',
  };
}
