import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Evaluation } from '#shared/contract/service.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

export async function noteAsked(tx: Tx, asked: ReadonlyMap<Id, Instant>): Promise<void> {
  if (asked.size === 0) return;
  await tx.query(
    `update services s set evaluation_asked_at = n.at
     from unnest($1::uuid[], $2::timestamptz[]) n (id, at) where s.id = n.id`,
    [[...asked.keys()], [...asked.values()]],
  );
}

export async function saveEvaluations(tx: Tx, all: ReadonlyMap<Id, Evaluation>): Promise<void> {
  for (const [id, { score, comment, at }] of all) {
    await tx.query(
      `update services set evaluation_score = $2, evaluation_comment = $3, evaluated_at = $4
       where id = $1 and state = 'finished'`,
      [id, score, comment, at],
    );
  }
}

/** Whether WhatsApp would not take the question: whatever comes is no answer to it. */
export async function questionFailed(sql: Sql, serviceId: Id): Promise<boolean> {
  const { rowCount } = await sql.query(
    `select from messages where service_id = $1 and direction = 'out' and failure is not null
       and content #>> '{evaluation,part}' = 'question' limit 1`,
    [serviceId],
  );
  return rowCount === 1;
}

/** Tells every setting under its key. */
export async function saveSetting(sql: Sql, key: string, value: unknown): Promise<void> {
  await sql.query(
    `insert into settings (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value`,
    [key, JSON.stringify(value)],
  );
}
