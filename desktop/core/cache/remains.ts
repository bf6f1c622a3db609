/** What SQLite keeps of deleted rows, in pieces; see clear-slowly.ts. */
import type { Db } from './database.ts';

type Index = 'message_words' | 'known_words';

export function openRemains(db: Db) {
  const changes = db.prepare('select total_changes()').pluck();
  const total = () => changes.get() as number;
  return {
    /** A part of its own beside the others: where there is but one, nothing would be merged. */
    addPart(table: Index): void {
      const columns = { message_words: 'said, conversation', known_words: 'known, tags' }[table];
      db.exec(`delete from ${table} where rowid = -1;
               insert into ${table} (rowid, ${columns}) values (-1, 'x', 'x')`);
    },
    removePart: (table: Index) => db.exec(`delete from ${table} where rowid = -1`),
    /** Below zero: begins to merge all of it. False: there is nothing more to merge. */
    merge(table: Index, by: number): boolean {
      const before = total();
      db.exec(`insert into ${table} (${table}, rank) values ('merge', ${Math.trunc(by)})`);
      return total() - before > 1;
    },
    /** Takes free pages and writes zeros into them. False: none is free any more. */
    fill(most: number): boolean {
      const page = db.pragma('page_size') as number;
      const free = db.pragma('freelist_count') as number;
      if (free === 0) return false;
      db.exec('create table if not exists zeros (bytes blob)');
      // The last ones one by one: a page of a long value has a little room for its own use.
      const pages = Math.max(1, Math.min(free, Math.trunc(most / page)) - 8);
      db.exec(`insert into zeros (bytes) values (zeroblob(${pages * (page - 64)}))`);
      return (db.pragma('freelist_count') as number) > 0;
    },
    unfill: () => db.exec('drop table if exists zeros'),
    emptyLog: () => void db.pragma('wal_checkpoint(truncate)'),
  };
}
