import type { OwnSignIn } from '#shared/contract/own-account.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

export async function signInsOf(sql: Sql, userId: Id, current: Buffer): Promise<OwnSignIn[]> {
  const { rows } = await sql.query<OwnSignIn>(
    `select id, device, created_at "createdAt", seen_at "seenAt", token_hash = $2 "current"
     from sign_ins where user_id = $1 and expires_at > now()
     order by token_hash = $2 desc, seen_at desc, id`,
    [userId, current],
  );
  return rows;
}

/** The hash of its token; null: it is not there, or not this user's. */
export async function deleteSignIn(sql: Sql, userId: Id, id: Id): Promise<Buffer | null> {
  const { rows } = await sql.query<{ hash: Buffer }>(
    'delete from sign_ins where user_id = $1 and id = $2 returning token_hash "hash"',
    [userId, id],
  );
  return rows[0]?.hash ?? null;
}

export async function deleteSignInsBut(tx: Tx, userId: Id, kept: Buffer): Promise<Buffer[]> {
  const { rows } = await tx.query<{ hash: Buffer }>(
    'delete from sign_ins where user_id = $1 and token_hash <> $2 returning token_hash "hash"',
    [userId, kept],
  );
  return rows.map(({ hash }) => hash);
}

export async function passwordHashOf(sql: Sql, userId: Id): Promise<string | null> {
  const { rows } = await sql.query<{ hash: string | null }>(
    'select password_hash "hash" from users where id = $1',
    [userId],
  );
  return rows[0]?.hash ?? null;
}
