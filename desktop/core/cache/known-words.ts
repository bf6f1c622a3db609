/** The index over what is known of contacts beside their names; see migrations/cache, contact-search. */
import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { knownOf, matches, type Term } from '#shared/rules/search-words.ts';
import type { Db } from './database.ts';

/** As one word. */
const wordOf = (id: Id): string => id.replaceAll('-', '');

export function openKnownWords(db: Db) {
  const placeOf = db.prepare('select place from known_contacts where contact_id = ?').pluck();
  const addPlace = db
    .prepare('insert into known_contacts (contact_id) values (?) returning place')
    .pluck();
  const removePlace = db.prepare('delete from known_contacts where place = ?');
  const remove = db.prepare('delete from known_words where rowid = ?');
  const add = db.prepare('insert into known_words (rowid, known, tags) values (?, ?, ?)');
  const having = db
    .prepare(
      `select k.contact_id from known_words w join known_contacts k on k.place = w.rowid
       where w.known_words match ?`,
    )
    .pluck();
  const tags = db.prepare('select id, name from tags').raw();
  return {
    put(contact: Contact): void {
      const known = knownOf(contact).join('\n');
      const ids = (contact.tags ?? []).map(wordOf).join(' ');
      const place = placeOf.get(contact.id) as number | undefined;
      if (place !== undefined) remove.run(place);
      if (known !== '' || ids !== '') {
        add.run(place ?? (addPlace.get(contact.id) as number), known, ids);
      } else if (place !== undefined) removePlace.run(place);
    },
    /** For each term the contacts of which it is known, or that have a tag of such a name. */
    having(terms: readonly Term[]): Id[][] {
      const all = tags.all() as [Id, string][];
      return terms.map((term) => {
        const { words, prefix } = term;
        const known = `known : ("${words.join(' ')}"${prefix ? ' *' : ''})`;
        const ids = all.flatMap(([id, name]) => (matches([name], [term]) ? `"${wordOf(id)}"` : []));
        const tagged = ids.length > 0 ? ` OR tags : (${ids.join(' OR ')})` : '';
        return having.all(known + tagged) as Id[];
      });
    },
  };
}
