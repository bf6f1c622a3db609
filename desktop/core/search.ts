/** What is looked for: in the cache at once, and on the server for what is not here. */
import type { Question, SearchHit, SearchPage, ShownMessage } from '#shared/contract/bridge.ts';
import type { Command } from '#shared/contract/command.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SearchAnswer, SearchRequest } from '#shared/contract/search.ts';
import {
  digitsOf,
  findsContact,
  matches,
  searchedTexts,
  snippetOf,
  type Term,
  termsOf,
} from '#shared/rules/search-words.ts';
import type { Account } from './account.ts';
import { nothingTouched, type Touched } from './cache/apply.ts';
import { refuse } from './refuse.ts';
import type { Shown } from './shown.ts';
import { readSearch } from './sync/arrivals.ts';

export type Search = {
  find(question: Question<'search'>): Promise<SearchPage> | SearchPage;
  /** What the server found comes into the cache. @throws CallRefused not-found */
  bring(conversationId: Id): void;
  /** Rows came over the feed: what was found of them is old. */
  noteTouched(touched: Touched): void;
};

type Found = { conversationId: Id; contact: Contact };
const mostContacts = 20;
const aboutContact: ReadonlySet<Command['type']> = new Set(['editContact', 'tagContact']);
/** What came just now is found just now; more than this waits for its turn. */
const fewUnindexed = 200;
/** Of the server's page: what is here already is left out of it, so that more is asked for than shown. */
const mostAsked = 50;
/** Longer than the server gives itself. */
const patience = 4_000;
/** Conversations remembered of what the server found, the latest ones. */
const mostFound = 500;

export function openSearch(
  { cache, feed, ask, outbox }: Pick<Account, 'cache' | 'feed' | 'ask' | 'outbox'>,
  shown: Shown,
  came: (touched: Touched) => void,
): Search {
  const { search, messages, contacts, conversations, tags } = cache.tables;
  const found = new Map<Id, { conversation: Conversation; contact: Contact }>();

  function contactOf(conversationId: Id): Contact | null {
    const conversation = conversations.one(conversationId);
    return conversation && contacts.one(conversation.contactId);
  }
  const hitOf = (message: ShownMessage, contact: Contact, terms: Term[], here: boolean) => ({
    message,
    contact,
    snippet: snippetOf(searchedTexts(message), terms),
    here,
  });

  /** Messages that wait here: in the outbox and not in the index. */
  function waiting(terms: Term[], conversationId?: Id): ShownMessage[] {
    return [...outbox.conversations()]
      .filter((id) => conversationId === undefined || id === conversationId)
      .flatMap(shown.waiting)
      .filter((message) => matches(searchedTexts(message), terms));
  }

  /** Contacts as they are shown: what waits to be noted about some counts already. */
  function people(terms: Term[], digits: string | null): Found[] {
    const edited = [...outbox.conversations()].filter((id) =>
      outbox.of(id).some(({ command }) => aboutContact.has(command.type)),
    );
    const names = new Map(tags.all().map(({ id, name }) => [id, name]));
    const pending = shown.some(edited).filter(({ contact }) => {
      const own = (contact.tags ?? []).flatMap((id) => names.get(id) ?? []);
      return findsContact(contact, own, terms, digits);
    });
    return [
      ...pending.map(({ conversation, contact }) => ({
        ...{ conversationId: conversation.id, contact },
      })),
      ...search
        .contacts(terms, digits, mostContacts)
        .filter(({ conversationId }) => !edited.includes(conversationId))
        .map(({ conversationId, contact }) => ({ conversationId, contact })),
    ].slice(0, mostContacts);
  }

  function here({ text, conversationId, before, limit }: Question<'search'>): SearchPage {
    const terms = termsOf(text);
    const first = before === null;
    if (first) cache.write(() => search.indexSome(fewUnindexed));
    if (before !== null && !/^\d{1,19}$/.test(before))
      throw refuse('invalid', 'No such place.', { path: '/before' });
    const rows = search.messages(terms, { conversationId, before, limit });
    const all = [
      ...(first ? waiting(terms, conversationId).reverse() : []),
      ...shown.messages(rows.map(({ message }) => message)).filter((one) => !one.deletedAt),
    ];
    const hits = all.flatMap((message): SearchHit[] => {
      const contact = contactOf(message.conversationId);
      return contact ? [hitOf(message, contact, terms, true)] : [];
    });
    return {
      contacts:
        first && conversationId === undefined
          ? people(terms, digitsOf(text)).map((one) => ({ ...one, here: true }))
          : [],
      hits,
      next: rows.length < limit ? null : (rows.at(-1)?.place ?? null),
      reach: search.complete() ? 'whole' : 'indexing',
    };
  }

  async function onServer({
    text,
    conversationId,
    before,
    limit,
  }: Question<'search'>): Promise<SearchPage> {
    const nothing = { contacts: [], hits: [], next: null };
    const terms = termsOf(text);
    if (terms.length === 0) return { ...nothing, reach: 'whole' };
    const question: SearchRequest = {
      text,
      ...(conversationId !== undefined && { conversationId }),
      before,
      limit: Math.min(limit, mostAsked),
    };
    let answer: SearchAnswer;
    try {
      answer = readSearch(await ask('search', question, patience));
    } catch {
      return { ...nothing, reach: feed.state().phase === 'down' ? 'offline' : 'late' };
    }
    const people = new Map(answer.contacts.map((contact) => [contact.id, contact]));
    const places = new Map(answer.conversations.map((one) => [one.contactId, one]));
    for (const conversation of answer.conversations) {
      const contact = people.get(conversation.contactId);
      if (!contact || conversations.one(conversation.id)) continue;
      found.delete(conversation.id);
      found.set(conversation.id, { conversation, contact });
    }
    for (const id of [...found.keys()].slice(0, -mostFound)) found.delete(id);
    const byId = new Map(answer.conversations.map((one) => [one.id, one]));
    const known = (message: Message): SearchHit[] => {
      // What is here was found here.
      if (messages.has(message.id)) return [];
      const of = byId.get(message.conversationId);
      const contact = of && people.get(of.contactId);
      return contact ? [hitOf(message, contact, terms, false)] : [];
    };
    return {
      contacts: answer.contacts.slice(0, answer.named).flatMap((contact) => {
        const conversation = places.get(contact.id);
        if (!conversation || conversations.one(conversation.id)) return [];
        return [{ conversationId: conversation.id, contact, here: false }];
      }),
      hits: answer.messages.flatMap(known),
      next: answer.next,
      reach: answer.late ? 'late' : 'whole',
    };
  }

  return {
    find: (question) => (question.where === 'here' ? here(question) : onServer(question)),
    bring(conversationId) {
      if (conversations.one(conversationId)) return;
      const one = found.get(conversationId);
      if (!one) {
        throw refuse('not-found', 'There is no such conversation.', { path: '/conversationId' });
      }
      cache.write(() =>
        feed.absorb({
          messages: [],
          services: [],
          conversations: [one.conversation],
          contacts: [one.contact],
        }),
      );
      found.delete(conversationId);
      came({ ...nothingTouched(), conversations: new Set([conversationId]) });
    },
    noteTouched(touched) {
      for (const id of touched.conversations) found.delete(id);
    },
  };
}
