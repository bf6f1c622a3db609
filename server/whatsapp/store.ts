import type { GroupsMode } from '#shared/contract/whatsapp.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';
import type { Who } from './driver.ts';

/** What an admin asked for; every server on this database reads it. */
export type Wanted = {
  running: boolean;
  /** Pair by a code for this number, as long as pairing lasts; null: by QR. */
  pairingPhone: string | null;
};

/** A new workspace wants it running. */
export async function readWanted(sql: Sql): Promise<Wanted> {
  const { rows } = await sql.query<{ key: string; value: unknown }>(
    `select key, value from settings where key in ('whatsapp.wanted', 'whatsapp.pairingPhone')`,
  );
  const values = new Map(rows.map(({ key, value }) => [key, value]));
  const phone = values.get('whatsapp.pairingPhone');
  return {
    running: values.get('whatsapp.wanted') !== false,
    pairingPhone: typeof phone === 'string' ? phone : null,
  };
}

export async function writeWanted(sql: Sql, { running, pairingPhone }: Wanted): Promise<void> {
  await sql.query(
    `insert into settings (key, value)
     values ('whatsapp.wanted', to_jsonb($1::boolean)),
            ('whatsapp.pairingPhone', coalesce(to_jsonb($2::text), 'null'))
     on conflict (key) do update set value = excluded.value`,
    [running, pairingPhone],
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

/** Of a linked device: what it keeps under a person's number. The next message makes it anew. */
export async function removeKeysOf(tx: Tx, { phone, lid }: Who): Promise<void> {
  const users = [phone?.slice(1), lid].filter((user) => user && /^\d{6,}$/.test(user));
  if (users.length === 0) return;
  await tx.query(
    `delete from linked_auth where kind not in ('creds', 'pre-key', 'app-state-sync-key')
       and id ~ ('(^|[^0-9])(' || $1 || ')([^0-9]|$)')`,
    [users.join('|')],
  );
}
