import type { Id } from '#shared/contract/scalars.ts';
import type { Availability, Colleague, Role } from '#shared/contract/user.ts';
import type { Db, Row } from './database.ts';

export function openUsers(db: Db) {
  const put = db.prepare(
    `insert into users (id, name, role, active, availability, capacity) values (?, ?, ?, ?, ?, ?)
     on conflict (id) do update set name = excluded.name, role = excluded.role,
       active = excluded.active, availability = excluded.availability, capacity = excluded.capacity`,
  );
  const remove = db.prepare('delete from users where id = ?');
  const all = db
    .prepare('select id, name, role, active, availability, capacity from users order by name, id')
    .raw();
  return {
    put: (user: Colleague) =>
      void put.run(
        ...[user.id, user.name, user.role, user.active ? 1 : 0],
        ...[user.availability ?? null, user.capacity ?? null],
      ),
    remove: (id: Id) => void remove.run(id),
    all: (): Colleague[] =>
      (all.all() as Row[]).map((row) => ({
        id: row[0] as Id,
        name: row[1] as string,
        role: row[2] as Role,
        active: row[3] === 1,
        ...(row[4] !== null && { availability: row[4] as Availability }),
        ...(row[5] !== null && { capacity: row[5] as number }),
      })),
  };
}
