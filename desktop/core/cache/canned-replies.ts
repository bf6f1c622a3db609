import type { CannedReply } from '#shared/contract/canned-reply.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

/** Always read together: each is one piece of JSON. */
export function openCannedReplies(db: Db) {
  const put = db.prepare(
    `insert into canned_replies (id, body) values (?, ?)
     on conflict (id) do update set body = excluded.body`,
  );
  const remove = db.prepare('delete from canned_replies where id = ?');
  const all = db
    .prepare("select body from canned_replies order by body ->> '$.shortcut', id")
    .pluck();
  return {
    put: (reply: CannedReply) => void put.run(reply.id, JSON.stringify(reply)),
    remove: (id: Id) => void remove.run(id),
    all: (): CannedReply[] => all.all().map((body) => JSON.parse(body as string)),
  };
}
