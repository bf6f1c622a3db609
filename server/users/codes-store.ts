import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

/** In place of the one before, which is void from then on. */
export async function saveCode(
  tx: Tx,
  userId: Id,
  codeHash: string,
  minutes: number,
): Promise<Instant> {
  const { rows } = await tx.query<{ expiresAt: Instant }>(
    `insert into password_codes (user_id, code_hash, expires_at)
     values ($1, $2, now() + make_interval(mins => $3))
     on conflict (user_id) do update
       set code_hash = excluded.code_hash, tries = 0, expires_at = excluded.expires_at
     returning expires_at "expiresAt"`,
    [userId, codeHash, minutes],
  );
  return (rows[0] as { expiresAt: Instant }).expiresAt;
}

/** Counts the try before it is one: a hundred at once cannot all be first. Null: there is none to try. */
export async function tryCode(
  sql: Sql,
  email: string,
  most: number,
): Promise<{ userId: Id; codeHash: string } | null> {
  const { rows } = await sql.query<{ userId: Id; codeHash: string }>(
    `update password_codes c set tries = c.tries + 1 from users u
     where u.id = c.user_id and u.email = $1 and u.active and c.tries < $2 and c.expires_at > now()
     returning c.user_id "userId", c.code_hash "codeHash"`,
    [email, most],
  );
  return rows[0] ?? null;
}

/** Of two who have the same code one takes it. */
export async function takeCode(tx: Tx, userId: Id, codeHash: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `delete from password_codes where user_id = $1 and code_hash = $2 and expires_at > now()`,
    [userId, codeHash],
  );
  return rowCount === 1;
}

export async function forgetCodes(tx: Tx, userId: Id): Promise<void> {
  await tx.query('delete from password_codes where user_id = $1', [userId]);
}

export type CodeOwner = {
  id: Id;
  name: string;
  email: string;
  active: boolean;
  hasPassword: boolean;
};

export async function codeOwner(
  sql: Sql,
  by: { id: Id } | { email: string },
): Promise<CodeOwner | null> {
  const { rows } = await sql.query<CodeOwner>(
    `select id, name, email, active, password_hash is not null "hasPassword" from users
     where ${'id' in by ? 'id' : 'email'} = $1`,
    ['id' in by ? by.id : by.email],
  );
  return rows[0] ?? null;
}

export async function savePassword(tx: Tx, userId: Id, passwordHash: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update users set password_hash = $2 where id = $1 and active',
    [userId, passwordHash],
  );
  return rowCount === 1;
}
