/**
 * What WhatsApp handed over, on disk before anything else happens with it. Invariant: an event
 * leaves the journal only after Postgres has it, or into `set_aside` when it can never go there.
 */
import Database from 'better-sqlite3';
import { databaseAway } from '../platform/faults.ts';
import type { Log } from '../platform/log.ts';
import type { DriverEvent } from './driver.ts';

export type Journal = {
  /** Synchronous and durable; throws when the disk does not take it. */
  take(events: DriverEvent[]): void;
  /** Resolves when everything taken before this call is in Postgres (or set aside). */
  settled(): Promise<void>;
  waiting(): number;
  close(): Promise<void>;
};

export type JournalDeps = {
  file: string;
  ingest: (events: DriverEvent[]) => Promise<void>;
  log: Log;
  /** True while Postgres does not take what waits here. */
  onTrouble?: (trouble: boolean) => void;
  /** Milliseconds between tries while Postgres is away. */
  retryMs?: number;
};

const largestBatch = 500;
const triesForOne = 3;

type Row = { id: number; event: string };

export function openJournal({
  file,
  ingest,
  log,
  onTrouble = () => {},
  retryMs = 250,
}: JournalDeps): Journal {
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  // Every commit is on the disk before it returns: WhatsApp will not tell us twice.
  db.pragma('synchronous = full');
  db.exec(`
    create table if not exists events (id integer primary key autoincrement, event text not null);
    create table if not exists set_aside (
      id integer primary key, event text not null, error text not null, at text not null
    );`);
  const insert = db.prepare('insert into events (event) values (?)');
  const insertAll = db.transaction((events: DriverEvent[]) => {
    for (const event of events) insert.run(JSON.stringify(event));
  });
  const next = db.prepare('select id, event from events order by id limit ?');
  const remove = db.prepare('delete from events where id between ? and ?');
  const count = db.prepare('select count(*) from events').pluck();
  const newest = db.prepare('select coalesce(max(id), 0) from events').pluck();
  const setAside = db.transaction((row: Row, error: string) => {
    db.prepare('insert into set_aside values (?, ?, ?, ?)').run(
      row.id,
      row.event,
      error,
      new Date().toISOString(),
    );
    remove.run(row.id, row.id);
  });

  let closed = false;
  let draining: Promise<void> | null = null;
  let wakeEarly: (() => void) | null = null;
  let reached = 0;
  const waiters: { upTo: number; resolve: () => void }[] = [];

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, retryMs);
      wakeEarly = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const reach = (id: number): void => {
    reached = id;
    for (let n = waiters.length - 1; n >= 0; n -= 1) {
      const waiter = waiters[n];
      if (waiter && waiter.upTo <= reached) {
        waiters.splice(n, 1);
        waiter.resolve();
      }
    }
  };

  /** Stores rows in their order. One that Postgres refuses for itself is found and set aside. */
  async function store(rows: Row[]): Promise<void> {
    let tries = 0;
    while (!closed) {
      try {
        await ingest(rows.map((row) => JSON.parse(row.event)));
        remove.run(rows[0]?.id, rows.at(-1)?.id);
        if (tries > 0) onTrouble(false);
        return;
      } catch (error) {
        tries += 1;
        if (!databaseAway(error) && tries >= triesForOne) {
          if (rows.length > 1) {
            const half = Math.ceil(rows.length / 2);
            await store(rows.slice(0, half));
            await store(rows.slice(half));
          } else if (rows[0]) {
            log.error({ err: error, journalId: rows[0].id }, 'an event was set aside');
            setAside(rows[0], String(error));
          }
          return;
        }
        if (tries === 1) {
          onTrouble(true);
          log.warn({ err: error }, 'Postgres does not take what waits in the journal');
        }
        await pause();
      }
    }
  }

  async function drain(): Promise<void> {
    while (!closed) {
      const rows = next.all(largestBatch) as Row[];
      if (rows.length === 0) break;
      await store(rows);
      if (!closed) reach(rows.at(-1)?.id ?? reached);
    }
  }

  const wake = (): void => {
    if (closed || draining !== null) return;
    draining = drain().finally(() => {
      draining = null;
      if (!closed && (count.get() as number) > 0) wake();
    });
  };
  wake();

  return {
    take(events) {
      if (events.length === 0) return;
      insertAll.immediate(events);
      wake();
    },
    settled() {
      if ((count.get() as number) === 0) return Promise.resolve();
      const upTo = newest.get() as number;
      return new Promise((resolve) => waiters.push({ upTo, resolve }));
    },
    waiting: () => count.get() as number,
    async close() {
      closed = true;
      wakeEarly?.();
      await draining;
      db.close();
    },
  };
}
