import type { Message } from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { StepKind } from '#shared/contract/service.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { type MessageRow, messageColumns, toMessage } from './rows.ts';
import { type ListedService, listedColumns, listedJoins } from './service-rows.ts';

export async function oneService(sql: Sql, id: Id): Promise<ListedService | null> {
  const { rows } = await sql.query<ListedService>(
    `select ${listedColumns} from services s ${listedJoins} where s.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export type ListedStep = {
  kind: StepKind;
  at: Instant;
  actorId: Id | null;
  actorName: string | null;
  holderId: Id | null;
  holderName: string | null;
  teamId: Id | null;
  teamName: string | null;
};

export async function stepsOf(sql: Sql, serviceId: Id): Promise<ListedStep[]> {
  const { rows } = await sql.query<ListedStep>(
    `select step.kind, step.at, step.actor_id "actorId", actor.name "actorName",
            step.holder_id "holderId", holder.name "holderName",
            step.team_id "teamId", team.name "teamName"
     from service_steps step
     left join users actor on actor.id = step.actor_id
     left join users holder on holder.id = step.holder_id
     left join teams team on team.id = step.team_id
     where step.service_id = $1 order by step.id`,
    [serviceId],
  );
  return rows;
}

export async function messagesOf(
  sql: Sql,
  serviceId: Id,
  after: number,
  limit: number,
): Promise<(Message & { authorName: string | null })[]> {
  const { rows } = await sql.query<MessageRow & { authorName: string | null }>(
    `select m.*, u.name "authorName"
     from (select ${messageColumns} from messages
           where service_id = $1 and position > $2 order by position limit $3) m
     left join users u on u.id = m."authorId" order by m.position`,
    [serviceId, after, limit],
  );
  return rows.map(({ authorName, ...row }) => ({ ...toMessage(row), authorName }));
}
