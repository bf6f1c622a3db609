import type { Id } from '#shared/contract/scalars.ts';
import type { Db } from './database.ts';

export function openDrafts(db: Db) {
  const put = db.prepare(
    `insert into drafts (conversation_id, text) values (?, ?)
     on conflict (conversation_id) do update set text = excluded.text`,
  );
  const remove = db.prepare('delete from drafts where conversation_id = ?');
  const of = db.prepare('select text from drafts where conversation_id = ?').pluck();
  const read = (conversationId: Id) => (of.get(conversationId) as string | undefined) ?? '';
  const write = (conversationId: Id, text: string) =>
    void (text === '' ? remove.run(conversationId) : put.run(conversationId, text));
  return {
    of: read,
    write,
    /** What could not be sent goes below what is being written. */
    append(conversationId: Id, text: string): void {
      const draft = read(conversationId);
      write(conversationId, draft.trim() === '' ? text : `${draft.trimEnd()}\n${text}`);
    },
    /** The text left the composer: a draft that is a beginning of it is done. */
    spend(conversationId: Id, text: string): void {
      const draft = read(conversationId).trim();
      if (draft !== '' && text.trim().startsWith(draft)) remove.run(conversationId);
    },
  };
}
