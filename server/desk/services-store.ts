import type { Message } from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { ServiceState, StepKind } from '#shared/contract/service.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import {
  type MessageRow,
  messageColumns,
  type ServiceRow,
  serviceColumns,
  toMessage,
} from './rows.ts';

export type ListedService = ServiceRow & {
  contactId: Id;
  contactName: string | null;
  contactPhone: string | null;
  attendantName: string | null;
  teamName: string | null;
};

export type ServiceFilter = {
  state?: ServiceState;
  attendantId?: Id;
  teamId?: Id;
  /** A contact's id or phone in E.164. */
  contact?: string;
  from?: Instant;
  to?: Instant;
};

const listed = `select ${serviceColumns('s')}, contact.id "contactId",
    coalesce(contact.name, contact.whatsapp_name) "contactName", contact.phone "contactPhone",
    u.name "attendantName", team.name "teamName"
  from services s
  join conversations c on c.id = s.conversation_id
  join contacts contact on contact.id = c.contact_id
  left join users u on u.id = s.attendant_id
  left join teams team on team.id = s.team_id`;

/** Newest first; created in [from, to). */
export async function listServices(
  sql: Sql,
  filter: ServiceFilter,
  after: { createdAt: Instant; id: Id } | null,
  limit: number,
): Promise<ListedService[]> {
  const { rows } = await sql.query<ListedService>(
    `${listed}
     where ($1::text is null or s.state = $1)
       and ($2::uuid is null or s.attendant_id = $2)
       and ($3::text is null or contact.id::text = $3 or contact.phone = $3)
       and ($4::timestamptz is null or s.created_at >= $4)
       and ($5::timestamptz is null or s.created_at < $5)
       and ($6::timestamptz is null or (s.created_at, s.id) < ($6, $7::uuid))
       and ($9::uuid is null or s.team_id = $9)
     order by s.created_at desc, s.id desc limit $8`,
    [
      filter.state ?? null,
      filter.attendantId ?? null,
      filter.contact ?? null,
      filter.from ?? null,
      filter.to ?? null,
      after?.createdAt ?? null,
      after?.id ?? null,
      limit,
      filter.teamId ?? null,
    ],
  );
  return rows;
}

export async function oneService(sql: Sql, id: Id): Promise<ListedService | null> {
  const { rows } = await sql.query<ListedService>(`${listed} where s.id = $1`, [id]);
  return rows[0] ?? null;
}

export type ListedStep = {
  kind: StepKind;
  at: Instant;
  actorId: Id | null;
  actorName: string | null;
  holderId: Id | null;
  holderName: string | null;
};

export async function stepsOf(sql: Sql, serviceId: Id): Promise<ListedStep[]> {
  const { rows } = await sql.query<ListedStep>(
    `select step.kind, step.at, step.actor_id "actorId", actor.name "actorName",
            step.holder_id "holderId", holder.name "holderName"
     from service_steps step
     left join users actor on actor.id = step.actor_id
     left join users holder on holder.id = step.holder_id
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
