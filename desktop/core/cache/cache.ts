/** The cache of one person on one server: opened, or built anew where the file cannot be used. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '#shared/contract/change.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { addTouched, applyChanges, nothingTouched, type Touched } from './apply.ts';
import {
  type Db,
  durably,
  isDamage,
  type Migration,
  NewerCache,
  openDatabase,
  readMigrations,
} from './database.ts';
import type { CacheLog } from './log.ts';
import type { Cursor } from './meta.ts';
import { moveAside, rescue, type WhyAnew } from './rescue.ts';
import { kindOf, seal } from './seal.ts';
import { openTables, type Tables } from './tables.ts';

export type Cache = {
  tables: Tables;
  /** The rows of a page and the cursor after it, together or not at all. */
  apply(changes: readonly Change[], cursor?: Cursor): Touched;
  /** One transaction that may be repeated by the server's word; a power cut may take it. */
  write<T>(work: () => T): T;
  /** One transaction that is on the disk when this returns. */
  keep<T>(work: () => T): T;
  /** Takes away what a complete snapshot did not contain; sets the cursor with it. */
  retain(seen: Seen, cursor: Cursor): Touched;
  close(): void;
};

/** Ids of every row that a snapshot brought. */
export type Seen = Record<
  | 'users'
  | 'teams'
  | 'tags'
  | 'canned_replies'
  | 'contacts'
  | 'conversations'
  | 'services'
  | 'messages',
  Set<Id>
>;

export type OpenCache = {
  folder: string;
  /** Encrypts the file: see isKey. `fresh`: made just now, so that no file here can be read with it. */
  key: { hex: string; fresh: boolean };
  log: CacheLog;
  /** Where the SQL lies, for a bundle. */
  migrations?: string;
  /** True after damage was met while working: the file is not used again. */
  suspect?: boolean;
};

/** @throws where the disk itself fails: full, read-only, no permission */
export function openCache({ folder, key, log, migrations, suspect }: OpenCache): Cache {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'cache.sqlite');
  const known = readMigrations(migrations);
  const anew = (why: WhyAnew) => rebuilt(file, why, key.hex, known, log);
  if (suspect) return anew('damaged');
  if (key.fresh && kindOf(file) === 'sealed') return anew('locked');
  let db: Db;
  try {
    db = openDatabase(file, known, sealed(file, key.hex, log));
  } catch (error) {
    if (error instanceof NewerCache) return anew('newer');
    if (isDamage(error)) return anew('damaged');
    throw error;
  }
  return cacheOf(db, openTables(db));
}

/** The key that the file is to be opened with: none where a full disk leaves no room to encrypt it. */
function sealed(file: string, key: string, log: CacheLog): string | null {
  if (kindOf(file) !== 'plain') return key;
  try {
    seal(file, key);
    return key;
  } catch (error) {
    if (isDamage(error)) throw error;
    log.warn({ err: error }, 'the cache could not be encrypted; it is tried at the next start');
    return null;
  }
}

function rebuilt(
  file: string,
  why: WhyAnew,
  key: string,
  known: Migration[],
  log: CacheLog,
): Cache {
  const now = new Date();
  const aside = moveAside(file, why, now);
  const db = openDatabase(file, known, key);
  const tables = openTables(db);
  const rescued = rescue(aside, key, db, tables);
  if (rescued.unreadable > 0) {
    durably(db, () => tables.meta.set('lost', { why, at: now.toISOString() }));
  }
  log.warn({ why, aside, rescued }, 'the cache begins anew');
  return cacheOf(db, tables);
}

function cacheOf(db: Db, tables: Tables): Cache {
  const write = <T>(work: () => T): T => db.transaction(work);
  return {
    tables,
    apply: (changes, cursor) =>
      write(() => {
        const touched = applyChanges(tables, changes);
        if (cursor) tables.meta.set('cursor', cursor);
        return touched;
      }),
    write,
    keep: (work) => durably(db, work),
    retain: (seen, cursor) =>
      write(() => {
        const touched = retain(db, tables, seen);
        tables.meta.set('cursor', cursor);
        return touched;
      }),
    close() {
      // The library keeps the file open for as long as a statement lives: its log is not left behind.
      if (!db.inTransaction) db.pragma('wal_checkpoint(truncate)');
      db.close();
    },
  };
}

const entityOf = {
  users: 'user',
  teams: 'team',
  tags: 'tag',
  canned_replies: 'cannedReply',
  contacts: 'contact',
  services: 'service',
  messages: 'message',
  conversations: 'conversation',
} as const;

function retain(db: Db, tables: Tables, seen: Seen): Touched {
  const touched = nothingTouched();
  for (const name of Object.keys(entityOf) as (keyof Seen)[]) {
    const ids = db.prepare(`select id from ${name}`).pluck().all() as Id[];
    const gone = ids.filter((id) => !seen[name].has(id));
    const changes = gone.map((id): Change => ({ entity: entityOf[name], id, row: null }));
    addTouched(touched, applyChanges(tables, changes));
  }
  db.exec('delete from read_marks where conversation_id not in (select id from conversations)');
  return touched;
}
