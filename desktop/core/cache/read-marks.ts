import type { ReadMark } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

export function openReadMarks(db: Db) {
  const insert = 'insert into read_marks (conversation_id, position) values (?, ?)';
  const put = db.prepare(
    `${insert} on conflict (conversation_id) do update set position = excluded.position`,
  );
  const raise = db.prepare(
    `${insert} on conflict (conversation_id) do update
       set position = max(position, excluded.position)`,
  );
  const remove = db.prepare('delete from read_marks where conversation_id = ?');
  const of = db.prepare('select position from read_marks where conversation_id = ?').pluck();
  return {
    put: (mark: ReadMark) => void put.run(mark.conversationId, mark.position),
    /** As the server answered, before the feed says so. */
    raise: (conversationId: Id, position: number) => void raise.run(conversationId, position),
    remove: (conversationId: Id) => void remove.run(conversationId),
    of: (conversationId: Id) => (of.get(conversationId) as number | undefined) ?? 0,
  };
}
