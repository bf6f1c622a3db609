import type { Command } from '#shared/contract/command.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Db, Row } from './database.ts';

/** `sent`: it has left this machine at least once. `held`: it can be taken back, and waits for that. */
export type Pending = { command: Command; givenAt: Instant; sent?: boolean; held?: boolean };

export function openCommands(db: Db) {
  const add = db.prepare(
    'insert into commands (id, body, given_at, sent) values (?, ?, ?, ?) on conflict (id) do nothing',
  );
  const markSent = db.prepare('update commands set sent = 1 where id = ?');
  const remove = db.prepare('delete from commands where id = ?');
  const all = db.prepare('select body, given_at, sent from commands order by seq').raw();
  return {
    add: ({ command, givenAt, sent = false }: Pending) =>
      void add.run(command.id, JSON.stringify(command), givenAt, sent ? 1 : 0),
    markSent: (id: Id) => void markSent.run(id),
    remove: (id: Id) => void remove.run(id),
    /** In the order in which they were given. */
    all: (): Pending[] =>
      (all.all() as Row[]).map((row) => ({
        command: JSON.parse(row[0] as string) as Command,
        givenAt: row[1] as Instant,
        ...(row[2] === 1 && { sent: true }),
      })),
  };
}
