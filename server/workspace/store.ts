import { type TimeZone, usualTimeZone } from '#shared/contract/workspace.ts';
import type { Sql } from '../platform/postgres/pool.ts';

export async function readTimeZone(sql: Sql): Promise<TimeZone> {
  const { rows } = await sql.query<{ value: unknown }>(
    `select value from settings where key = 'timeZone'`,
  );
  return typeof rows[0]?.value === 'string' ? rows[0].value : usualTimeZone;
}

/** Writes it as the database calls it; false: it knows none of that name. */
export async function writeTimeZone(sql: Sql, timeZone: TimeZone): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into settings (key, value)
     select 'timeZone', to_jsonb(name) from pg_timezone_names
     where lower(name) = lower($1) and name like '%/%' and name !~ '^(posix|right)/' limit 1
     on conflict (key) do update set value = excluded.value`,
    [timeZone],
  );
  return rowCount === 1;
}
