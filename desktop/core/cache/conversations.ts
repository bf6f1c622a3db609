import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Db, Row } from './database.ts';

export const conversationColumns = (c: string): string =>
  `${c}.id, ${c}.contact_id, ${c}.last_position, ${c}.settled_position, ${c}.last_activity_at,
   ${c}.first_position`;
export const conversationWidth = 6;

export const conversationAt = (row: Row, at: number): Conversation => ({
  id: row[at] as Id,
  contactId: row[at + 1] as Id,
  lastPosition: row[at + 2] as number,
  settledPosition: row[at + 3] as number,
  lastActivityAt: row[at + 4] as string,
  ...(row[at + 5] !== 1 && { firstPosition: row[at + 5] as number }),
});

export function openConversations(db: Db) {
  const put = db.prepare(
    `insert into conversations (id, contact_id, last_position, settled_position, last_activity_at,
       first_position)
     values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set contact_id = excluded.contact_id,
       last_position = excluded.last_position, settled_position = excluded.settled_position,
       last_activity_at = excluded.last_activity_at, first_position = excluded.first_position`,
  );
  // What the server said in its answer before the feed brings the row: only ever forward.
  const reach = db.prepare(
    `update conversations set last_position = max(last_position, ?),
       last_activity_at = max(last_activity_at, ?) where id = ?`,
  );
  const remove = db.prepare('delete from conversations where id = ?');
  const one = db
    .prepare(`select ${conversationColumns('c')} from conversations c where id = ?`)
    .raw();
  const ofContact = db.prepare('select id from conversations where contact_id = ?').pluck();
  return {
    put: (row: Conversation) =>
      void put.run(
        row.id,
        row.contactId,
        row.lastPosition,
        row.settledPosition,
        row.lastActivityAt,
        row.firstPosition ?? 1,
      ),
    reach: (id: Id, position: number, at: string) => void reach.run(position, at, id),
    remove: (id: Id) => void remove.run(id),
    one: (id: Id): Conversation | null => {
      const row = one.get(id) as Row | undefined;
      return row ? conversationAt(row, 0) : null;
    },
    ofContact: (contactId: Id) => ofContact.all(contactId) as Id[],
  };
}
