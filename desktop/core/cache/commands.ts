import type { Command } from '#shared/contract/command.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Db, Row } from './database.ts';

export type Pending = { command: Command; givenAt: Instant };

export function openCommands(db: Db) {
  const add = db.prepare(
    'insert into commands (id, body, given_at) values (?, ?, ?) on conflict (id) do nothing',
  );
  const remove = db.prepare('delete from commands where id = ?');
  const all = db.prepare('select body, given_at from commands order by seq').raw();
  return {
    add: ({ command, givenAt }: Pending) =>
      void add.run(command.id, JSON.stringify(command), givenAt),
    remove: (id: Id) => void remove.run(id),
    /** In the order in which they were given. */
    all: (): Pending[] =>
      (all.all() as Row[]).map((row) => ({
        command: JSON.parse(row[0] as string) as Command,
        givenAt: row[1] as Instant,
      })),
  };
}
