import type { OutboxEmail } from '#shared/contract/email.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

export type Email = { to: string; subject: string; text: string };

export async function insertEmail(
  tx: Tx,
  id: Id,
  { to, subject, text }: Email,
  state: 'kept' | 'queued',
): Promise<void> {
  await tx.query(
    `insert into emails (id, recipient, subject, body, state) values ($1, $2, $3, $4, $5)`,
    [id, to, subject, text, state],
  );
  if (state === 'kept') return;
  await tx.query(
    `insert into job_outbox (queue, name, data)
     values ('email', 'email', jsonb_build_object('emailId', $1::text))`,
    [id],
  );
}

/** Null: it has gone, or never will. `old`: nobody waits for it any more. */
export async function queuedEmail(sql: Sql, id: Id): Promise<(Email & { old: boolean }) | null> {
  const { rows } = await sql.query<Email & { old: boolean }>(
    `select recipient "to", subject, body "text", created_at < now() - interval '1 day' "old"
     from emails where id = $1 and state = 'queued'`,
    [id],
  );
  return rows[0] ?? null;
}

export async function noteSent(sql: Sql, id: Id): Promise<void> {
  await sql.query(
    `update emails set state = 'sent', sent_at = now(), body = null
     where id = $1 and state = 'queued'`,
    [id],
  );
}

/** There is no way to send any more. */
export async function noteKept(sql: Sql, id: Id): Promise<void> {
  await sql.query(`update emails set state = 'kept' where id = $1 and state = 'queued'`, [id]);
}

export async function noteFailed(sql: Sql, id: Id, failure: string): Promise<void> {
  await sql.query(
    `update emails set state = 'failed', failure = $2, body = null
     where id = $1 and state = 'queued'`,
    [id, failure],
  );
}

/** Newest first; ids are UUIDv7. */
export async function listEmails(
  sql: Sql,
  before: Id | null,
  limit: number,
): Promise<OutboxEmail[]> {
  const { rows } = await sql.query<OutboxEmail>(
    `select id, recipient "to", subject, body "text", state, failure, created_at "createdAt",
       sent_at "sentAt"
     from emails where $1::uuid is null or id < $1 order by id desc limit $2`,
    [before, limit],
  );
  return rows;
}
