import type { GroupsMode } from '#shared/contract/whatsapp.ts';
import type { Sql } from '../platform/postgres/pool.ts';

/** Whether the session is wanted running; a new workspace wants it. */
export async function readWanted(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ value: unknown }>(
    `select value from settings where key = 'whatsapp.wanted'`,
  );
  return rows[0]?.value !== false;
}

export async function writeWanted(sql: Sql, wanted: boolean): Promise<void> {
  await sql.query(
    `insert into settings (key, value) values ('whatsapp.wanted', to_jsonb($1::boolean))
     on conflict (key) do update set value = excluded.value`,
    [wanted],
  );
}

/** A new workspace ignores groups. */
export async function readGroups(sql: Sql): Promise<GroupsMode> {
  const { rows } = await sql.query<{ value: unknown }>(
    `select value from settings where key = 'groups'`,
  );
  return rows[0]?.value === 'shown' ? 'shown' : 'ignored';
}

export async function writeGroups(sql: Sql, mode: GroupsMode): Promise<void> {
  await sql.query(
    `insert into settings (key, value) values ('groups', to_jsonb($1::text))
     on conflict (key) do update set value = excluded.value`,
    [mode],
  );
}
