import type { Id } from '#shared/contract/scalars.ts';
import type { Team } from '#shared/contract/team.ts';
import type { Db } from './database.ts';

/** Few, and always read together: each is one piece of JSON. */
export function openTeams(db: Db) {
  const put = db.prepare(
    `insert into teams (id, body) values (?, ?)
     on conflict (id) do update set body = excluded.body`,
  );
  const remove = db.prepare('delete from teams where id = ?');
  const all = db.prepare("select body from teams order by body ->> '$.name', id").pluck();
  const one = db.prepare('select body from teams where id = ?').pluck();
  const read = (body: unknown): Team => JSON.parse(body as string);
  return {
    put: (team: Team) => void put.run(team.id, JSON.stringify(team)),
    remove: (id: Id) => void remove.run(id),
    all: (): Team[] => all.all().map(read),
    one: (id: Id): Team | undefined => {
      const body = one.get(id);
      return body === undefined ? undefined : read(body);
    },
  };
}
