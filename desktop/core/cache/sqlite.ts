/**
 * SQLite with every page encrypted (libsql), behind the few functions that the cache uses. The
 * library's own `get` adds a member to rows that are objects, and its transactions hide the first
 * error behind a failed rollback: hence rows are arrays here, and transactions our own.
 */
import Database from 'libsql';

/** A row, in the order of its columns. */
export type Row = readonly unknown[];
export type Value = string | number | null;

export type Statement<T> = {
  get(...values: Value[]): T | undefined;
  all(...values: Value[]): T[];
  iterate(...values: Value[]): Iterable<T>;
};
export type Prepared = {
  run(...values: Value[]): { changes: number };
  /** Rows as arrays. */
  raw(): Statement<Row>;
  /** The first column of each row. */
  pluck(): Statement<unknown>;
};

export type Db = {
  prepare(sql: string): Prepared;
  exec(sql: string): void;
  /** The first column of what it answers first. */
  pragma(source: string): unknown;
  /** All of it or nothing; inside another one it is a part of that. */
  transaction<T>(work: () => T): T;
  readonly inTransaction: boolean;
  close(): void;
};

/** 32 bytes, as lower-case hex. */
export const isKey = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

/** @param key null: the file is not encrypted */
export function openSqlite(
  file: string,
  { key, timeout }: { key: string | null; timeout: number },
): Db {
  const db = new Database(file, {
    timeout,
    ...(key !== null && { encryptionCipher: 'aes256cbc', encryptionKey: key }),
  });
  function prepare(sql: string): Prepared {
    const statement = db.prepare(sql);
    if (statement.reader) statement.raw();
    const rows: Statement<Row> = {
      get: (...values) => statement.get(values) as Row | undefined,
      all: (...values) => statement.all(values) as Row[],
      iterate: (...values) => statement.iterate(values) as Iterable<Row>,
    };
    return {
      run: (...values) => statement.run(values),
      raw: () => rows,
      pluck: () => ({
        get: (...values) => rows.get(...values)?.[0],
        all: (...values) => rows.all(...values).map((row) => row[0]),
        *iterate(...values) {
          for (const row of rows.iterate(...values)) yield row[0];
        },
      }),
    };
  }
  return {
    prepare,
    exec: (sql) => void db.exec(sql),
    pragma: (source) => prepare(`pragma ${source}`).raw().all()[0]?.[0],
    transaction(work) {
      if (db.inTransaction) return work();
      db.exec('begin immediate');
      try {
        const value = work();
        db.exec('commit');
        return value;
      } catch (error) {
        try {
          // SQLite itself may have ended it: a full disk does.
          if (db.inTransaction) db.exec('rollback');
        } catch {
          // What went wrong first is told.
        }
        throw error;
      }
    },
    get inTransaction() {
      return db.inTransaction;
    },
    close: () => db.close(),
  };
}
