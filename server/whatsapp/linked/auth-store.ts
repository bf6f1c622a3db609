import type { Sql } from '../../platform/postgres/pool.ts';

export type SealedRow = { kind: string; id: string; sealed: Buffer };

export async function readSealed(
  sql: Sql,
  kind: string,
  ids: readonly string[],
): Promise<SealedRow[]> {
  const { rows } = await sql.query<SealedRow>({
    name: 'linked-auth-read',
    text: 'select kind, id, sealed from linked_auth where kind = $1 and id = any($2)',
    values: [kind, ids],
  });
  return rows;
}

export async function writeSealed(sql: Sql, rows: readonly SealedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query({
    name: 'linked-auth-write',
    text: `insert into linked_auth (kind, id, sealed)
           select * from unnest($1::text[], $2::text[], $3::bytea[])
           on conflict (kind, id) do update set sealed = excluded.sealed`,
    values: [rows.map((r) => r.kind), rows.map((r) => r.id), rows.map((r) => r.sealed)],
  });
}

export async function removeSealed(
  sql: Sql,
  rows: readonly Pick<SealedRow, 'kind' | 'id'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql.query({
    name: 'linked-auth-remove',
    text: `delete from linked_auth l using unnest($1::text[], $2::text[]) gone (kind, id)
           where l.kind = gone.kind and l.id = gone.id`,
    values: [rows.map((r) => r.kind), rows.map((r) => r.id)],
  });
}

export async function removeAllSealed(sql: Sql): Promise<void> {
  await sql.query('delete from linked_auth');
}
