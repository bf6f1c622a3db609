/** Persons who were erased: everything that this file has of them goes, and none of it comes back. */
import type { Erasure } from '#shared/contract/change.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

export function openErased(db: Db) {
  const ids = (sql: string) => db.prepare(sql).pluck();
  const known = new Set(ids('select id from erased').all() as Id[]);
  const note = db.prepare('insert into erased (id) values (?) on conflict (id) do nothing');
  const files = ids(
    `select more ->> '$.attachment.id' from messages
     where conversation_id in (select value from json_each(?))
       and more ->> '$.attachment.id' is not null`,
  );
  const picture = ids('select picture_id from contacts where id = ? and picture_id is not null');
  const removals = [
    ...['messages', 'services', 'read_marks', 'drafts'].map(
      (table) => `delete from ${table} where conversation_id in (select value from json_each(?))`,
    ),
    'delete from conversations where id in (select value from json_each(?))',
    `delete from commands where body ->> '$.conversationId' in (select value from json_each(?))`,
  ].map((sql) => db.prepare(sql));
  const removeContact = db.prepare('delete from contacts where id = ?');
  return {
    has: (id: Id): boolean => known.has(id),
    /** Inside the caller's transaction. @returns the files that they had */
    erase({ contactId, conversationIds }: Erasure): Id[] {
      const list = JSON.stringify(conversationIds);
      const left = [...files.all(list), ...picture.all(contactId)] as Id[];
      for (const removal of removals) removal.run(list);
      removeContact.run(contactId);
      for (const id of [contactId, ...conversationIds]) {
        note.run(id);
        known.add(id);
      }
      return left;
    },
  };
}
