/**
 * What Postgres keeps on the disk of rows that were deleted: in the tables until they are written
 * anew, in its statistics until they are gathered again, and in its log until that is done with.
 */
import type { Log } from '../log.ts';
import type { Pool, Tx } from './pool.ts';

/** Up to so many bytes a table is written anew, which stops its users for a second at most. */
const writtenAnew = 64 * 1024 * 1024;
/** Of one server at a time. */
const lock = 4680018;

/**
 * Small tables are written anew. Of large ones the room is given free and is written over by what
 * comes; an operator who wants more runs `VACUUM FULL` while nobody works. False: another server does it.
 */
export async function clearRemains(pool: Pool, tables: string[], log: Log): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) mine', [lock]);
    if (rows[0]?.mine !== true) return false;
    try {
      await client.query(`set lock_timeout = '2s'`);
      // Of a table that has no rows left, what was gathered of it would stay.
      await mayFail(client, log, `delete from pg_statistic where starelid in (${oids})`, [tables]);
      for (const table of tables) await clearTable(client, table);
      // Not every database lets us: one that is not our own keeps its log as its owner wants it.
      for (const sql of ['vacuum full pg_statistic', 'select pg_switch_wal()', 'checkpoint']) {
        await mayFail(client, log, sql);
      }
      return true;
    } finally {
      await client.query('reset lock_timeout');
      await client.query('select pg_advisory_unlock($1)', [lock]);
    }
  } finally {
    client.release();
  }
}

const oids = `select t::regclass from unnest($1::text[]) t
  union all select indexrelid from pg_index where indrelid = any($1::text[]::regclass[])`;

async function mayFail(client: Tx, log: Log, sql: string, values: unknown[] = []): Promise<void> {
  await client.query(sql, values).catch((error: Error) => log.debug({ err: error }, sql));
}

async function clearTable(client: Tx, table: string): Promise<void> {
  const { rows } = await client.query<{ bytes: number }>(
    'select pg_total_relation_size($1::regclass) bytes',
    [table],
  );
  if ((rows[0]?.bytes ?? 0) <= writtenAnew) {
    const done = await client.query(`vacuum (full, analyze) ${table}`).then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  await client.query(`vacuum (analyze) ${table}`);
}
