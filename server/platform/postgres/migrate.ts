/** Brings the database's schema to what this version knows: numbered SQL files, forward only. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTransaction, type Pool } from './pool.ts';

export const migrationsFolder = fileURLToPath(
  new URL('../../../migrations/server', import.meta.url),
);

/** One for all servers of a database: any number that nobody else uses. */
const lock = 4_680_001;

type Migration = { number: number; file: string };

/** @throws when two files have the same number, or one has none. */
async function listMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return files.map((file, index) => {
    const number = Number(/^(\d{4})-/.exec(file)?.[1]);
    if (number !== index + 1) {
      throw new Error(`migrations are numbered 0001, 0002 ... without gaps: ${file}`);
    }
    return { number, file };
  });
}

/**
 * Each file in a transaction of its own; servers that start together take turns. Answers the files
 * applied now. @throws when the schema is newer than this version, or naming the file that failed.
 */
export async function migrate(pool: Pool, folder = migrationsFolder): Promise<string[]> {
  const migrations = await listMigrations(folder);
  await inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    await tx.query(`create table if not exists migrations (
      number integer primary key, file text not null, at timestamptz not null default now())`);
  });
  const applied: string[] = [];
  for (;;) {
    const file = await applyNext(pool, folder, migrations);
    if (file === null) return applied;
    applied.push(file);
  }
}

async function applyNext(
  pool: Pool,
  folder: string,
  migrations: Migration[],
): Promise<string | null> {
  return inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock]);
    const { rows } = await tx.query<{ at: number }>(
      'select coalesce(max(number), 0) as at from migrations',
    );
    const at = rows[0]?.at ?? 0;
    if (at > migrations.length) {
      throw new Error(
        `the database's schema (${at}) is newer than this version of Recado knows (${migrations.length}): use a newer version`,
      );
    }
    const next = migrations[at];
    if (!next) return null;
    try {
      await tx.query(await readFile(join(folder, next.file), 'utf8'));
    } catch (error) {
      throw new Error(`migration ${next.file} failed: ${(error as Error).message}`, {
        cause: error,
      });
    }
    await tx.query('insert into migrations (number, file) values ($1, $2)', [
      next.number,
      next.file,
    ]);
    return next.file;
  });
}
