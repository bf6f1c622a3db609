/** What takes up room here, and what goes first where there is a bound. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

/** The newest messages of a conversation stay: its entry, and its first screen. */
const keptOfEach = 20;

export function openTrim(db: Db) {
  const older = `from messages m join conversations c on c.id = m.conversation_id
    where m.conversation_id = ? and m.position <= c.last_position - ${keptOfEach}`;
  const files = db
    .prepare(
      `select more ->> '$.attachment.id' ${older} and more ->> '$.attachment.id' is not null`,
    )
    .pluck();
  const remove = db.prepare(`delete from messages where rowid in (select m.rowid ${older})`);
  const finished = db
    .prepare(
      `select c.id from conversations c
       where not exists (select 1 from services s
                         where s.conversation_id = c.id and s.state <> 'finished')
         and exists (select 1 from messages m where m.conversation_id = c.id
                       and m.position <= c.last_position - ${keptOfEach})
       order by c.last_activity_at, c.id limit ?`,
    )
    .pluck();
  return {
    /** Bytes in use; what was freed counts for nothing, since it is used again. */
    size: (): number =>
      ((db.pragma('page_count') as number) - (db.pragma('freelist_count') as number)) *
      (db.pragma('page_size') as number),
    /** Conversations with nothing to do and something to give up, the longest silent first. */
    candidates: (limit: number): Id[] => finished.all(limit) as Id[],
    /** Lets go of all but the newest messages. @returns the files of those */
    shorten(conversationId: Id): Id[] {
      const left = files.all(conversationId) as Id[];
      remove.run(conversationId);
      return left;
    },
  };
}
