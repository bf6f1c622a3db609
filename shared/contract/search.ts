import { type Static, Type } from 'typebox';
import { Contact } from './contact.ts';
import { Conversation } from './conversation.ts';
import { Message } from './message.ts';
import { Id, nullable } from './scalars.ts';

/** What a person types to look for: anything at all. */
export const SearchText = Type.String({ minLength: 1, maxLength: 200 });
/** Where a page ended; whoever gave it out reads it again. */
export const SearchPlace = nullable(Type.String({ maxLength: 100 }));

/** Of the console. here: over what is cached, at once; server: over what only the server has. */
export const SearchQuestion = Type.Object(
  {
    text: SearchText,
    where: Type.Union([Type.Literal('here'), Type.Literal('server')]),
    /** In this conversation only. */
    conversationId: Type.Optional(Id),
    before: SearchPlace,
    limit: Type.Integer({ minimum: 1, maximum: 200 }),
  },
  { additionalProperties: false },
);

/** Messages with all of these words, and (on the first page) contacts with them. Newest first. */
export const SearchRequest = Type.Object(
  {
    text: SearchText,
    /** In this conversation only: messages, no contacts. */
    conversationId: Type.Optional(Id),
    before: SearchPlace,
    limit: Type.Integer({ minimum: 1, maximum: 50 }),
  },
  { additionalProperties: false },
);
export type SearchRequest = Static<typeof SearchRequest>;

export const SearchAnswer = Type.Object({
  messages: Type.Array(Message),
  /** Found by what is known of them, then those of the messages. */
  contacts: Type.Array(Contact),
  conversations: Type.Array(Conversation),
  /** How many of the contacts, from the first on, were found by what is known of them. */
  named: Type.Integer({ minimum: 0 }),
  next: SearchPlace,
  /** It took too long and was given up: there may be more than is here. */
  late: Type.Boolean(),
});
export type SearchAnswer = Static<typeof SearchAnswer>;

/** A few words around what was found; each mark is where one begins and how long it is, in UTF-16 units. */
export type Snippet = { text: string; marks: readonly (readonly [from: number, length: number])[] };

/** `here`: it is on this machine; else the server found it, and opening it fetches it. */
export type SearchHitOf<M> = {
  message: M;
  contact: Contact;
  snippet: Snippet;
  here: boolean;
};
export type SearchPageOf<M> = {
  /** On the first page only. */
  contacts: { conversationId: Id; contact: Contact; here: boolean }[];
  /** Newest first. */
  hits: SearchHitOf<M>[];
  /** What goes on from here, asked as `before`; null: nothing does. */
  next: string | null;
  /**
   * whole: everything was looked through; indexing: some of what is cached is not looked through
   * yet; offline: the server could not be asked; late: it gave up, there may be more.
   */
  reach: 'whole' | 'indexing' | 'offline' | 'late';
};
