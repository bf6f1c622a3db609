/**
 * What WhatsApp handed over, on disk before anything else happens with it. Invariant: an event
 * leaves the journal only after Postgres has it, or into `set_aside` when Postgres will not have it.
 */
import { databaseAway } from '../platform/faults.ts';
import type { Log } from '../platform/log.ts';
import type { DriverEvent, Who } from './driver.ts';
import { openDurableFile } from './durable-file.ts';

export type Journal = {
  /** Synchronous and durable; throws when the disk does not take it. */
  take(events: DriverEvent[]): void;
  /** Throws while the disk has no room for more than a little. */
  room(): void;
  /** True when all that was taken before this call is in Postgres or set aside; false at the end. */
  settled(): Promise<boolean>;
  /** How many events wait for Postgres. */
  waiting(): number;
  /** How many events Postgres refused for themselves; they are tried again at the next start. */
  setAside(): number;
  /** Of a person who is erased: what was set aside goes, too. Null names are nobody's. */
  forget(who: Who): void;
  /** Leaves nothing on the disk of what has been handed on; not while anything waits. */
  clear(): void;
  /** Stops handing on; what is taken after it waits for the next start. */
  stop(): Promise<void>;
  close(): Promise<void>;
};

export type JournalDeps = {
  file: string;
  ingest: (events: DriverEvent[]) => Promise<void>;
  log: Log;
  /** Milliseconds before the first of the tries again; they double up to `longestPause`. */
  retryMs?: number;
};

const largestBatch = 500;
const triesForOne = 3;
const longestPause = 2_000;
/** More than nearly every event. */
const roomBytes = 65_536;

type Row = { id: number; event: string };

/**
 * Classes of SQLSTATE that say nothing against an event: connection, read-only, deadlock, no room,
 * not in the state for it, taken over, the system, a fault inside.
 */
const ofTheDatabase = /^(08|25|40|53|55|57|58|XX)\w{3}$|^SQLITE_/;

function isAnEventsFault(error: unknown): boolean {
  return !databaseAway(error) && !ofTheDatabase.test((error as { code?: string }).code ?? '');
}

export function openJournal({ file, ingest, log, retryMs = 100 }: JournalDeps): Journal {
  const { db, lazily } = openDurableFile(file);
  // What is deleted is overwritten: it is what people wrote.
  db.pragma('secure_delete = on');
  db.exec(`
    create table if not exists events (id integer primary key autoincrement, event text not null);
    create table if not exists set_aside (
      id integer primary key, event text not null, error text not null, at text not null
    );
    create table if not exists room (id integer primary key, bytes blob not null);`);
  const insert = db.prepare('insert into events (event) values (?)');
  const insertAll = db.transaction((events: DriverEvent[]): number => {
    let last = 0;
    for (const event of events) last = Number(insert.run(JSON.stringify(event)).lastInsertRowid);
    return last;
  });
  const next = db.prepare('select id, event from events order by id limit ?');
  const remove = db.prepare('delete from events where id between ? and ?');
  const count = db.prepare('select count(*) from events').pluck();
  const countAside = db.prepare('select count(*) from set_aside').pluck();
  // Random: SQLite does not write what is there already.
  const fill = db.prepare(
    `insert into room values (1, randomblob(${roomBytes})) on conflict (id) do update set bytes = excluded.bytes`,
  );
  const forgetAside = db.prepare('delete from set_aside where event ->> ? = ?');
  const addAside = db.prepare('insert into set_aside (event, error, at) values (?, ?, ?)');
  const setAside = db.transaction((row: Row, error: string) => {
    addAside.run(row.event, error, new Date().toISOString());
    remove.run(row.id, row.id);
  });
  const takeBack = db.transaction(() => {
    db.exec(`insert into events (event) select event from set_aside order by id;
             delete from set_aside;`);
  });
  // A newer version may know what to do with them.
  takeBack.immediate();

  let lastTaken = (db.prepare('select max(id) from events').pluck().get() as number | null) ?? 0;
  let reached = lastTaken === 0 ? 0 : -1;
  let stopped = false;
  /** Something was written since the file was last cleared, or before this start. */
  let written = true;
  let draining: Promise<void> | null = null;
  let wakeEarly: (() => void) | null = null;
  let waiters: { upTo: number; resolve: (settled: boolean) => void }[] = [];

  const pause = (tries: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(longestPause, retryMs * 2 ** (tries - 1)));
      wakeEarly = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const reach = (id: number): void => {
    reached = id;
    const there = waiters.filter((waiter) => waiter.upTo <= id);
    waiters = waiters.filter((waiter) => waiter.upTo > id);
    for (const waiter of there) waiter.resolve(true);
  };

  /** Hands rows on in their order. One that Postgres refuses for itself is found and set aside. */
  async function handOn(rows: Row[]): Promise<void> {
    const first = rows[0];
    const last = rows.at(-1);
    if (!first || !last) return;
    for (let tries = 1; !stopped; tries += 1) {
      try {
        await ingest(rows.map((row) => JSON.parse(row.event)));
        // Undone by a power cut, they are handed on again, which changes nothing.
        lazily(() => remove.run(first.id, last.id));
        return;
      } catch (error) {
        if (isAnEventsFault(error)) {
          if (rows.length > 1) {
            const half = Math.ceil(rows.length / 2);
            await handOn(rows.slice(0, half));
            return handOn(rows.slice(half));
          }
          if (tries >= triesForOne) {
            log.error({ err: error, journalId: first.id }, 'an event was set aside');
            setAside.immediate(first, String((error as Error).stack ?? error));
            return;
          }
        }
        if (tries === 1) {
          log.warn({ err: error }, 'Postgres does not take what waits in the journal');
        }
        await pause(tries);
      }
    }
  }

  async function drain(): Promise<void> {
    while (!stopped) {
      const rows = next.all(largestBatch) as Row[];
      if (rows.length === 0) break;
      await handOn(rows);
      if (!stopped) reach(rows.at(-1)?.id ?? reached);
    }
  }

  function wake(): void {
    if (stopped || draining) return;
    draining = drain()
      .catch(async (error: Error) => {
        log.error({ err: error }, 'the journal could not be read; it is tried again');
        await pause(1);
      })
      .then(() => {
        draining = null;
        if (reached < lastTaken) wake();
      });
  }
  if (reached < lastTaken) wake();

  async function stop(): Promise<void> {
    stopped = true;
    wakeEarly?.();
    for (const waiter of waiters) waiter.resolve(false);
    waiters = [];
    await draining;
  }

  return {
    take(events) {
      if (events.length === 0) return;
      lastTaken = insertAll.immediate(events);
      written = true;
      wake();
    },
    room: () => void fill.run(),
    settled() {
      if (reached >= lastTaken) return Promise.resolve(true);
      if (stopped) return Promise.resolve(false);
      return new Promise((resolve) => waiters.push({ upTo: lastTaken, resolve }));
    },
    forget({ phone, lid, bsuid, username, group }) {
      for (const [path, name] of Object.entries({ phone, lid, bsuid, username, group })) {
        if (name) forgetAside.run(`$.${path}`, name);
      }
      if (phone) forgetAside.run('$.by.phone', phone);
      written = true;
    },
    clear() {
      if (stopped || !written || (count.get() as number) > 0) return;
      db.exec('vacuum');
      db.pragma('wal_checkpoint(truncate)');
      written = false;
    },
    waiting: () => count.get() as number,
    setAside: () => countAside.get() as number,
    stop,
    async close() {
      await stop();
      db.close();
    },
  };
}
