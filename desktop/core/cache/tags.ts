import type { Id } from '#shared/contract/scalars.ts';
import type { Tag } from '#shared/contract/tag.ts';
import type { Db, Row } from './database.ts';

export function openTags(db: Db) {
  const put = db.prepare(
    `insert into tags (id, name, hue) values (?, ?, ?)
     on conflict (id) do update set name = excluded.name, hue = excluded.hue`,
  );
  const remove = db.prepare('delete from tags where id = ?');
  const all = db.prepare('select id, name, hue from tags order by lower(name), id').raw();
  return {
    put: ({ id, name, hue }: Tag) => void put.run(id, name, hue),
    remove: (id: Id) => void remove.run(id),
    all: (): Tag[] =>
      (all.all() as Row[]).map((row) => ({
        id: row[0] as Id,
        name: row[1] as string,
        hue: row[2] as number,
      })),
  };
}
