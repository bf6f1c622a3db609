import type { RetentionCount } from '#shared/contract/retention.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

/** So many months before a moment, by the calendar of a time zone. */
export async function monthsBefore(
  sql: Sql,
  at: Instant,
  months: number,
  timeZone: string,
): Promise<Instant> {
  const { rows } = await sql.query<{ before: Instant }>(
    `select (($1::timestamptz at time zone $3) - make_interval(months => $2)) at time zone $3 "before"`,
    [at, months, timeZone],
  );
  return rows[0]?.before ?? at;
}

export async function countBefore(
  sql: Sql,
  before: Instant,
): Promise<Omit<RetentionCount, 'before'>> {
  const { rows } = await sql.query<Omit<RetentionCount, 'before'>>(
    `select count(*) "messages", count(distinct attachment_id) "attachments",
       count(distinct conversation_id) "conversations"
     from messages where sent_at < $1`,
    [before],
  );
  return rows[0] ?? { messages: 0, attachments: 0, conversations: 0 };
}

/** Those whose first message was sent before a moment, after another in the order of their ids. */
export async function conversationsFrom(
  sql: Sql,
  before: Instant,
  after: Id | null,
  limit: number,
): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select c.id from conversations c
     cross join lateral (
       select sent_at from messages where conversation_id = c.id order by position limit 1
     ) first
     where first.sent_at < $1 and ($2::uuid is null or c.id > $2) order by c.id limit $3`,
    [before, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** False: it is no more. Held until the transaction ends. */
export async function holdConversation(tx: Tx, id: Id): Promise<boolean> {
  const { rowCount } = await tx.query('select from conversations where id = $1 for update', [id]);
  return rowCount === 1;
}

/** Nothing is looked for below what is left. */
export async function raiseFirst(tx: Tx, id: Id): Promise<void> {
  await tx.query(
    `update conversations set first_position = coalesce(
       (select min(position) from messages where conversation_id = $1), last_position + 1)
     where id = $1`,
    [id],
  );
}
