/** Opening and migrating one SQLite file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Db, openSqlite } from './sqlite.ts';

export type { Db, Row } from './sqlite.ts';

export type Migration = { version: number; name: string; sql: string };

/** Where they lie in the source tree; a bundle lies elsewhere and says where. */
const migrationsFolder = fileURLToPath(new URL('../../../migrations/cache/', import.meta.url));

export function readMigrations(folder: string = migrationsFolder): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(join(folder, name), 'utf8'),
    }));
}

/** The file was written by a newer app than this one. */
export class NewerCache extends Error {}

/**
 * Rows of the feed are written with synchronous NORMAL: a power cut may take the last of them, and
 * the cursor that was written with them, so they are pulled again. What only this machine knows
 * (commands, drafts, preferences) goes through `durably`.
 *
 * @param key null: the file is not encrypted
 * @throws NewerCache; or SQLite's own error, see `isDamage`
 */
export function openDatabase(file: string, migrations: Migration[], key: string | null): Db {
  const db = openSqlite(file, { key, timeout: 2_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('temp_store = MEMORY');
    // What is deleted inside a page is overwritten: the page is written in any case.
    db.pragma('secure_delete = FAST');
    // A page that is not here has to be decrypted again, and one that goes back encrypted: room for
    // what is worked with, and the log goes back four times less often than SQLite would.
    db.pragma('cache_size = -32000');
    db.pragma('wal_autocheckpoint = 4000');
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Db, migrations: Migration[]): void {
  const known = migrations.at(-1)?.version ?? 0;
  const versionOf = () => db.pragma('user_version') as number;
  if (versionOf() > known) throw new NewerCache(`version ${versionOf()}, known up to ${known}`);
  // Read the whole schema now: a damaged file is then told here and not in the middle of work.
  db.prepare('select count(*) from sqlite_schema').raw().get();
  for (const { version, sql } of migrations) {
    if (version <= versionOf()) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version}`);
    });
  }
}

/** One transaction that is on the disk when this returns: it survives a power cut. */
export function durably<T>(db: Db, write: () => T): T {
  if (db.inTransaction) throw new Error('durably cannot be part of another transaction');
  db.exec('pragma synchronous = FULL');
  try {
    return db.transaction(write);
  } finally {
    db.exec('pragma synchronous = NORMAL');
  }
}

/** True for an error that says that the file itself is no longer sound. */
export function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    typeof code === 'string' && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
  );
}
