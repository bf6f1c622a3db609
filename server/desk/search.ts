/** What a console asks for when somebody looks for something that it may not have. */
import { Refused } from '#shared/contract/refusal.ts';
import type { SearchAnswer, SearchRequest } from '#shared/contract/search.ts';
import { digitsOf, type Term, termsOf } from '#shared/rules/search-words.ts';
import { inTransaction, type Pool } from '../platform/postgres/pool.ts';
import {
  around,
  boundTime,
  contactsWith,
  messagesWith,
  type Place,
  tookTooLong,
} from './search-store.ts';

const mostContacts = 20;
const mostMs = 1_500;

/**
 * Whoever is signed in sees every conversation (see the feed), so that everything is looked through.
 * Never longer than `mostMs` a statement: what takes longer is answered `late`, with what was found.
 */
export async function search(
  pool: Pool,
  { text, conversationId, before, limit }: SearchRequest,
  withinMs = mostMs,
): Promise<SearchAnswer> {
  const answer: SearchAnswer = {
    ...{ messages: [], contacts: [], conversations: [], named: 0, next: null, late: false },
  };
  const { queries, query, digits } = soughtIn(text);
  const place = before === null ? null : parsePlace(before);
  try {
    if (before === null && conversationId === undefined && (query || digits)) {
      await inTransaction(pool, async (tx) => {
        await boundTime(tx, withinMs);
        const ids = await contactsWith(tx, queries, digits, mostContacts);
        const { contacts, conversations } = await around(tx, [], ids);
        answer.contacts = ids.flatMap((id) => contacts.find((one) => one.id === id) ?? []);
        answer.named = answer.contacts.length;
        answer.conversations = conversations;
      });
    }
    if (query) {
      await inTransaction(pool, async (tx) => {
        await boundTime(tx, withinMs);
        const wanted = { conversationId: conversationId ?? null, before: place, limit };
        const messages = await messagesWith(tx, query, wanted);
        const ids = [...new Set(messages.map((message) => message.conversationId))];
        const more = await around(tx, ids, []);
        const last = messages.at(-1);
        answer.messages = messages;
        answer.next = last && messages.length === limit ? `${last.sentAt} ${last.id}` : null;
        answer.contacts = unique([...answer.contacts, ...more.contacts]);
        answer.conversations = unique([...answer.conversations, ...more.conversations]);
      });
    }
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    answer.late = true;
  }
  return answer;
}

/**
 * What is looked for: a tsquery for each term and one for all of them, over the words that the
 * database folds, and digits of a number. Null: there is none of it.
 */
export function soughtIn(text: string): {
  queries: string[];
  query: string | null;
  digits: string | null;
} {
  // The words of the index are folded: so are these, before they are told apart.
  const queries = termsOf(folded(text)).map(queryOf);
  const query = queries.length > 0 ? queries.join(' & ') : null;
  return { queries, query, digits: digitsOf(text) };
}

/** As the database folds, so that a word stays one: see migrations/server, search. */
const folded = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** A term has letters and digits only: nothing in it can be an operator. */
const queryOf = ({ words, prefix }: Term): string =>
  words.map((word) => `'${word}'${prefix ? ':*' : ''}`).join(' <-> ');

function parsePlace(before: string): Place {
  const [sentAt = '', id = ''] = before.split(' ');
  if (
    !/^\d{4}-[\d:.T-]+Z$/.test(sentAt) ||
    Number.isNaN(Date.parse(sentAt)) ||
    !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  ) {
    throw new Refused('invalid', 'This is not the end of a page.', { path: '/before' });
  }
  return { sentAt, id };
}

const unique = <T extends { id: string }>(rows: T[]): T[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];
