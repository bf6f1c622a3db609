import type { Sql } from '../platform/postgres/pool.ts';

/** The sealed password of the mail server; null: there is none. */
export async function sealedPassword(sql: Sql): Promise<Buffer | null> {
  const { rows } = await sql.query<{ value: unknown }>(
    `select value from settings where key = 'emailPassword'`,
  );
  return typeof rows[0]?.value === 'string' ? Buffer.from(rows[0].value, 'base64') : null;
}

export async function writePassword(sql: Sql, sealed: Buffer | null): Promise<void> {
  if (sealed === null) {
    await sql.query(`delete from settings where key = 'emailPassword'`);
    return;
  }
  await sql.query(
    `insert into settings (key, value) values ('emailPassword', to_jsonb($1::text))
     on conflict (key) do update set value = excluded.value`,
    [sealed.toString('base64')],
  );
}
