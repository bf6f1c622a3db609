/** How long one service took, as the reports count it. */
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceTimes } from '#shared/contract/service-detail.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { secondsOf } from './clocks-store.ts';

export async function timesOfService(sql: Sql, id: Id): Promise<ServiceTimes | null> {
  const span = (from: string, to: string) => `floor(${secondsOf(`${to} - ${from}`)})::int`;
  const { rows } = await sql.query<ServiceTimes & { who: Id | null; name: string | null }>(
    `select ${span('t.created_at', 't.started_at')} waiting,
            ${span('t.heard_at', 't.answered_at')} "firstAnswer",
            ${span('t.started_at', 't.finished_at')} duration, u.id who, u.name
     from service_times t left join users u on u.id = t.answered_by where t.service_id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const { who, name, ...times } = row;
  return { ...times, ...(who && { answeredBy: { id: who, name: name ?? '' } }) };
}
