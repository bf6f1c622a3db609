/** Where this person was named in a note that they have not seen. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

export function openMentions(db: Db) {
  const query = (among: string) =>
    db
      .prepare(
        `select n.conversation_id, max(n.position) from messages n
         left join read_marks r on r.conversation_id = n.conversation_id
         where n.kind = 'note' and n.position > coalesce(r.position, 0) and n.author_id is not ?1
           and exists (select 1 from json_each(n.more, '$.content.mentions') m
                       where m.value ->> 'userId' = ?1) ${among}
         group by n.conversation_id`,
      )
      .raw();
  const all = query('');
  const some = query('and n.conversation_id in (select value from json_each(?2))');
  return {
    /** The position of the newest such note of each conversation; null: of all. */
    unreadOf: (user: Id, among: readonly Id[] | null): Map<Id, number> =>
      new Map(
        (among === null ? all.all(user) : some.all(user, JSON.stringify(among))) as [Id, number][],
      ),
  };
}
