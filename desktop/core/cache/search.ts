/** The index over what is cached: messages by their words, contacts by what is known of them. */
import type { Contact } from '#shared/contract/contact.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { contactWords, foldedWord, type Term } from '#shared/rules/search-words.ts';
import { contactAt, contactColumns, contactWidth } from './contacts.ts';
import type { Db, Row } from './database.ts';
import { openKnownWords } from './known-words.ts';
import {
  firstIndexed,
  messageAt,
  messageColumns,
  messageWidth,
  moments,
  rowidOfMoment,
} from './messages.ts';

export type Found = { message: Message /** Where it stands among the hits. */; place: string };
export type FoundContact = { contact: Contact; conversationId: Id; activeAt: Instant };

/** Contacts and their words put right in one piece; each costs little. */
const contactsEach = 500;
const newest = '9223372036854775807';

export function openSearch(db: Db) {
  const hits = db
    .prepare(
      `select ${messageColumns('m')}, cast(w.rowid as text)
       from message_words w join messages m on m.rowid = w.rowid
       where w.message_words match ? and w.rowid < cast(? as integer)
       order by w.rowid desc limit ?`,
    )
    .raw();
  const contacts = db
    .prepare(
      `with asked (words, digits) as (values (?, ?))
       select ${contactColumns('k')}, c.id, c.last_activity_at
       from asked, contacts k join conversations c on c.contact_id = k.id
       where (json_array_length(asked.words) > 0 and not exists (
                select 1 from json_each(asked.words) w
                where instr(coalesce(k.words, ''), ' ' || w.value) = 0))
          or (asked.digits <> '' and (instr(coalesce(k.phone, ''), asked.digits) > 0
                -- The first of these costs next to nothing, the second is about numbers only.
                or (instr(k.more, asked.digits) > 0
                    and instr(k.more ->> '$.phones', asked.digits) > 0)))
       order by c.last_activity_at desc, c.id limit ?`,
    )
    .raw();
  // A bit of the mask for each word that is met already; the others have to be in the names.
  const among = db
    .prepare(
      `with asked (words) as (values (?)),
         some as (select value ->> 0 as id, value ->> 1 as mask from json_each(?))
       select ${contactColumns('k')}, c.id, c.last_activity_at
       from some, asked join contacts k on k.id = some.id join conversations c on c.contact_id = k.id
       where not exists (
         select 1 from json_each(asked.words) w
         where (some.mask >> w.key) & 1 = 0 and instr(coalesce(k.words, ''), ' ' || w.value) = 0)
       order by c.last_activity_at desc, c.id limit ?`,
    )
    .raw();
  const known = openKnownWords(db);
  const foundAt = (row: Row): FoundContact => ({
    contact: contactAt(row, 0),
    conversationId: row[contactWidth] as Id,
    activeAt: row[contactWidth + 1] as Instant,
  });
  const oldRows = db
    .prepare(
      `select rowid, sent_at from messages where rowid < ${firstIndexed} order by rowid desc limit ?`,
    )
    .raw();
  const move = db.prepare(`update messages set rowid = ${rowidOfMoment} where rowid = ?`);
  const oldContacts = db
    .prepare(
      `select ${contactColumns('k')} from contacts k where words is null limit ${contactsEach}`,
    )
    .raw();
  // Newest first: those are looked for most. Inside one transaction this is the same each time.
  const next = 'select place from unindexed order by place desc limit ?';
  const index = [
    `delete from message_words where rowid in (${next})`,
    `insert into message_words (rowid, said, conversation)
     select place, said, conversation from searched_messages where place in (${next})`,
    `delete from unindexed where place in (${next})`,
  ].map((sql) => db.prepare(sql));
  const waiting = db
    .prepare(
      `select 1 where exists (select 1 from unindexed)
         or exists (select 1 from messages where rowid < ${firstIndexed})
         or exists (select 1 from contacts where words is null)`,
    )
    .pluck();
  const setWords = db.prepare('update contacts set words = ? where id = ?');
  return {
    /** Newest first, below a `place`. */
    messages(
      terms: readonly Term[],
      {
        conversationId,
        before,
        limit,
      }: { conversationId?: Id; before: string | null; limit: number },
    ): Found[] {
      if (terms.length === 0) return [];
      const found = hits.all(expressionOf(terms, conversationId), before ?? newest, limit);
      return found.map((row) => ({
        message: messageAt(row, 0),
        place: row[messageWidth] as string,
      }));
    },
    /** By the beginnings of all words, wherever they stand, or by these digits; the latest active first. */
    contacts(terms: readonly Term[], digits: string | null, limit: number): FoundContact[] {
      const words = JSON.stringify(terms.map((term) => term.words.map(foldedWord).join(' ')));
      const named = contacts.all(words, digits ?? '', limit).map(foundAt);
      const masks = new Map<Id, number>();
      known.having(terms).forEach((ids, n) => {
        for (const id of ids) masks.set(id, (masks.get(id) ?? 0) | (1 << n));
      });
      if (masks.size === 0) return named;
      const more = among.all(words, JSON.stringify([...masks]), limit).map(foundAt);
      const all = new Map([...named, ...more].map((one) => [one.conversationId, one]));
      return [...all.values()]
        .sort((a, b) => (a.activeAt > b.activeAt ? -1 : a.activeAt < b.activeAt ? 1 : 0))
        .slice(0, limit);
    },
    /**
     * Indexes some of what is not indexed yet; inside the caller's transaction. False: nothing is
     * left.
     */
    indexSome(limit: number): boolean {
      const some = oldRows.all(limit);
      for (const [rowid, sentAt] of some) {
        move.run(...moments(sentAt as string), rowid as number);
      }
      const unnamed = oldContacts.all();
      for (const row of unnamed) {
        const contact = contactAt(row, 0);
        setWords.run(contactWords(contact), contact.id);
        known.put(contact);
      }
      const done = index.map((statement) => statement.run(limit).changes);
      return some.length === limit || unnamed.length === contactsEach || done[2] === limit;
    },
    /** Whether everything that is cached is found. */
    complete: (): boolean => waiting.get() === undefined,
  };
}

/** In FTS5's words. A term has letters and digits only, so that nothing in it can be an operator. */
function expressionOf(terms: readonly Term[], conversationId?: Id): string {
  const said = terms
    .map(({ words, prefix }) => `"${words.join(' ')}"${prefix ? ' *' : ''}`)
    .join(' AND ');
  const all = `said : (${said})`;
  if (conversationId === undefined) return all;
  return `conversation : "${conversationId.replaceAll('-', '')}" AND ${all}`;
}
