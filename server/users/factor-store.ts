import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

export type StoredFactor = { sealed: Buffer; confirmedAt: Instant | null; lastStep: number };

const columns = `sealed, confirmed_at "confirmedAt", last_step::int "lastStep"`;

/** Locked: of two who use the same code at once the second finds it used. */
export async function lockFactor(tx: Tx, userId: Id): Promise<StoredFactor | null> {
  const { rows } = await tx.query<StoredFactor>(
    `select ${columns} from second_factors where user_id = $1 for update`,
    [userId],
  );
  return rows[0] ?? null;
}

/** A new one takes the place of one that nobody confirmed; false: there is one that counts. */
export async function writeFactor(sql: Sql, userId: Id, sealed: Buffer): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into second_factors (user_id, sealed) values ($1, $2)
     on conflict (user_id) do update set sealed = excluded.sealed, last_step = -1
     where second_factors.confirmed_at is null`,
    [userId, sealed],
  );
  return rowCount === 1;
}

export async function confirmFactor(tx: Tx, userId: Id, step: number): Promise<void> {
  await tx.query(
    'update second_factors set confirmed_at = now(), last_step = $2 where user_id = $1',
    [userId, step],
  );
}

export async function takeStep(tx: Tx, userId: Id, step: number): Promise<void> {
  await tx.query('update second_factors set last_step = $2 where user_id = $1', [userId, step]);
}

export async function deleteFactor(tx: Tx, userId: Id): Promise<boolean> {
  await tx.query('delete from recovery_codes where user_id = $1', [userId]);
  const { rows } = await tx.query<{ counted: boolean }>(
    'delete from second_factors where user_id = $1 returning confirmed_at is not null "counted"',
    [userId],
  );
  return rows[0]?.counted ?? false;
}

export async function writeRecoveryCodes(tx: Tx, userId: Id, hashes: readonly Buffer[]) {
  await tx.query('delete from recovery_codes where user_id = $1', [userId]);
  await tx.query('insert into recovery_codes (user_id, hash) select $1, unnest($2::bytea[])', [
    userId,
    hashes,
  ]);
}

/** True: it was there, and is used up. */
export async function takeRecoveryCode(tx: Tx, userId: Id, hash: Buffer): Promise<boolean> {
  const { rowCount } = await tx.query(
    'delete from recovery_codes where user_id = $1 and hash = $2',
    [userId, hash],
  );
  return rowCount === 1;
}

export async function factorOf(
  sql: Sql,
  userId: Id,
): Promise<{ since: Instant; recoveryLeft: number } | null> {
  const { rows } = await sql.query<{ since: Instant; recoveryLeft: number }>(
    `select f.confirmed_at "since",
       (select count(*)::int from recovery_codes r where r.user_id = f.user_id) "recoveryLeft"
     from second_factors f where f.user_id = $1 and f.confirmed_at is not null`,
    [userId],
  );
  return rows[0] ?? null;
}
