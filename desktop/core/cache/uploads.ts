import type { Attachment } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Db, Row } from './database.ts';

/** A file made here. `done`: the server has all of it. */
export type Upload = { attachment: Attachment; url: string | null; done: boolean };

export function openUploads(db: Db) {
  const add = db.prepare(
    'insert into uploads (id, body, url, done) values (?, ?, ?, ?) on conflict (id) do nothing',
  );
  const setUrl = db.prepare('update uploads set url = ? where id = ?');
  const setDone = db.prepare('update uploads set done = 1 where id = ?');
  const remove = db.prepare('delete from uploads where id = ?');
  const all = db.prepare('select body, url, done from uploads order by id').raw();
  return {
    add: ({ attachment, url, done }: Upload) =>
      void add.run(attachment.id, JSON.stringify(attachment), url, done ? 1 : 0),
    setUrl: (id: Id, url: string | null) => void setUrl.run(url, id),
    setDone: (id: Id) => void setDone.run(id),
    remove: (id: Id) => void remove.run(id),
    all: (): Upload[] =>
      (all.all() as Row[]).map(([body, url, done]) => ({
        attachment: JSON.parse(body as string) as Attachment,
        url: url as string | null,
        done: done === 1,
      })),
  };
}
