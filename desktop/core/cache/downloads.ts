import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

/** Files of the server that are wanted here. */
export function openDownloads(db: Db) {
  const add = db.prepare('insert into downloads (id) values (?) on conflict (id) do nothing');
  const remove = db.prepare('delete from downloads where id = ?');
  const all = db.prepare('select id from downloads order by id').pluck();
  return {
    add: (id: Id) => void add.run(id),
    remove: (id: Id) => void remove.run(id),
    all: () => all.all() as Id[],
  };
}
