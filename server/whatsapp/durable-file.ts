/** A SQLite file whose commits survive the machine, and the few writes in it that need not. */
import Database from 'better-sqlite3';

export type DurableFile = {
  db: Database.Database;
  /**
   * Does `work` without waiting for the disk: for what may be undone by a power cut, such as
   * forgetting what is harmless when it comes again. What is committed durably later carries it.
   */
  lazily<T>(work: () => T): T;
};

export function openDurableFile(file: string): DurableFile {
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  // Every commit is on the disk before it returns: neither side will tell us twice.
  db.pragma('synchronous = full');
  const wait = db.prepare('pragma synchronous = full');
  const dontWait = db.prepare('pragma synchronous = normal');
  return {
    db,
    lazily(work) {
      dontWait.run();
      try {
        return work();
      } finally {
        wait.run();
      }
    },
  };
}
