/** The desk's SQL. Wire rows come out under their contract's names; see migrations/server. */
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Service, ServiceStep } from '#shared/contract/service.ts';
import type { Standing } from '#shared/rules/service-life.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';
import { type ServiceRow, serviceColumns, toService } from './rows.ts';

/** A conversation that is locked until the transaction ends, with what stands in it. */
export type Locked = {
  conversation: Conversation;
  phone: string | null;
  /** WhatsApp's id of the group that it is with. */
  group: string | null;
  standing: Standing;
  /** When the contact was asked about the service that finished last. */
  askedAt: Instant | null;
};

/** Locks the conversations, in one order for everyone. Unknown ids are simply not in the answer. */
export async function lockConversations(tx: Tx, ids: Id[]): Promise<Map<Id, Locked>> {
  const conversations = await tx.query<Conversation & Pick<Locked, 'phone' | 'group'>>({
    name: 'desk-lock',
    text: `select c.id, c.contact_id "contactId", c.last_position "lastPosition",
                  c.first_position "firstPosition",
                  c.settled_position "settledPosition", c.last_activity_at "lastActivityAt",
                  contact.phone, contact.group_id "group"
           from conversations c join contacts contact on contact.id = c.contact_id
           where c.id = any($1) and c.erased_at is null order by c.id for update of c`,
    values: [ids],
  });
  // A statement of its own: only after the lock is held does it see what the last holder wrote.
  const services = await tx.query<
    ServiceRow & { holderName: string | null; askedAt: Instant | null }
  >({
    name: 'desk-standing',
    text: `select ${serviceColumns('s')}, u.name "holderName", s.evaluation_asked_at "askedAt"
           from unnest($1::uuid[]) wanted (id)
           cross join lateral (
             (select * from services where conversation_id = wanted.id and state <> 'finished')
             union all
             (select * from services where conversation_id = wanted.id and state = 'finished'
              order by finished_at desc limit 1)
           ) s left join users u on u.id = s.attendant_id`,
    values: [ids],
  });
  const locked = new Map<Id, Locked>();
  for (const { phone, group, ...conversation } of conversations.rows) {
    const standing: Standing = { current: null, latest: null, holderName: null };
    locked.set(conversation.id, { conversation, phone, group, standing, askedAt: null });
  }
  for (const { holderName, askedAt, ...row } of services.rows) {
    const service = toService(row);
    const place = locked.get(service.conversationId);
    if (!place) continue;
    const { standing } = place;
    if (service.state === 'finished') {
      standing.latest = service;
      place.askedAt = askedAt;
    } else Object.assign(standing, { current: service, holderName });
  }
  return locked;
}

/** Whether all of them are there still: each statement sees what was committed before it. */
export async function areThere(tx: Tx, ids: Id[]): Promise<boolean> {
  if (ids.length === 0) return true;
  const { rows } = await tx.query<{ count: number }>({
    name: 'desk-are-there',
    text: 'select count(*)::int from conversations where id = any($1) and erased_at is null',
    values: [ids],
  });
  return rows[0]?.count === new Set(ids).size;
}

/** Locks a conversation, or the one that it has become part of. */
export async function lockConversation(tx: Tx, id: Id): Promise<Locked | undefined> {
  const locked = (await lockConversations(tx, [id])).get(id);
  if (locked) return locked;
  const { rows } = await tx.query<{ into: Id }>(
    'select merged_into "into" from merged_conversations where id = $1',
    [id],
  );
  return rows[0] && lockConversation(tx, rows[0].into);
}

/** Inserts or updates. Within one conversation what ends must come before what begins. */
export async function saveServices(tx: Tx, services: Service[]): Promise<void> {
  if (services.length === 0) return;
  await tx.query({
    name: 'desk-save-services',
    text: `insert into services (id, conversation_id, state, attendant_id, created_at, started_at,
                                 finished_at, finish_reason, last_interaction_at, team_id,
                                 given_by, given_at)
           select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[],
                                $6::timestamptz[], $7::timestamptz[], $8::text[], $9::timestamptz[],
                                $10::uuid[], $11::uuid[], $12::timestamptz[])
           on conflict (id) do update set
             state = excluded.state, attendant_id = excluded.attendant_id,
             started_at = excluded.started_at, finished_at = excluded.finished_at,
             finish_reason = excluded.finish_reason,
             last_interaction_at = excluded.last_interaction_at, team_id = excluded.team_id,
             given_by = excluded.given_by, given_at = excluded.given_at`,
    values: [
      services.map((s) => s.id),
      services.map((s) => s.conversationId),
      services.map((s) => s.state),
      services.map((s) => s.attendantId),
      services.map((s) => s.createdAt),
      services.map((s) => s.startedAt),
      services.map((s) => s.finishedAt),
      services.map((s) => s.finishReason),
      services.map((s) => s.lastInteractionAt),
      services.map((s) => s.teamId ?? null),
      services.map((s) => s.given?.by ?? null),
      services.map((s) => s.given?.at ?? null),
    ],
  });
}

export async function appendSteps(tx: Tx, steps: ServiceStep[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.query({
    name: 'desk-append-steps',
    text: `insert into service_steps (service_id, kind, actor_id, holder_id, at, team_id)
           select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::timestamptz[],
                                $6::uuid[])`,
    values: [
      steps.map((s) => s.serviceId),
      steps.map((s) => s.kind),
      steps.map((s) => s.actorId),
      steps.map((s) => s.holderId),
      steps.map((s) => s.at),
      steps.map((s) => s.teamId ?? null),
    ],
  });
}

export async function saveConversations(tx: Tx, conversations: Conversation[]): Promise<void> {
  if (conversations.length === 0) return;
  await tx.query({
    name: 'desk-save-conversations',
    text: `update conversations c
           set last_position = n.last_position, settled_position = n.settled_position,
               last_activity_at = n.last_activity_at, first_position = n.first_position
           from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::int[])
             n (id, last_position, settled_position, last_activity_at, first_position)
           where c.id = n.id`,
    values: [
      conversations.map((c) => c.id),
      conversations.map((c) => c.lastPosition),
      conversations.map((c) => c.settledPosition),
      conversations.map((c) => c.lastActivityAt),
      conversations.map((c) => c.firstPosition ?? 1),
    ],
  });
}

export async function queueSend(tx: Tx, conversationId: Id): Promise<void> {
  await tx.query({
    name: 'desk-queue-send',
    text: `insert into job_outbox (queue, name, data)
           values ('send', 'send', jsonb_build_object('conversationId', $1::text))`,
    values: [conversationId],
  });
}

/** Unfinished services that fell silent before these moments, as their conversations' ids. */
export async function silentConversations(
  sql: Sql,
  before: { open: Instant | null; waiting: Instant | null },
  limit: number,
): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select conversation_id id from services
     where (state = 'open' and last_interaction_at <= $1)
        or (state = 'waiting' and last_interaction_at <= $2)
     order by last_interaction_at limit $3`,
    [before.open, before.waiting, limit],
  );
  return rows.map((row) => row.id);
}

export async function storedAnswer(
  tx: Tx,
  commandId: Id,
): Promise<{ userId: Id; answer: unknown } | null> {
  const { rows } = await tx.query<{ userId: Id; answer: unknown }>({
    name: 'desk-stored-answer',
    text: 'select user_id "userId", answer from commands where id = $1',
    values: [commandId],
  });
  return rows[0] ?? null;
}

export async function storeAnswer(
  tx: Tx,
  commandId: Id,
  userId: Id,
  answer: unknown,
): Promise<void> {
  await tx.query({
    name: 'desk-store-answer',
    text: 'insert into commands (id, user_id, answer) values ($1, $2, $3)',
    values: [commandId, userId, JSON.stringify(answer)],
  });
}

export async function forgetOldCommands(sql: Sql, days: number): Promise<void> {
  await sql.query('delete from commands where at < now() - make_interval(days => $1)', [days]);
}

/** Returns from where to where the mark moved, or null when it did not. */
export async function raiseReadMark(
  tx: Tx,
  userId: Id,
  conversationId: Id,
  position: number,
): Promise<{ from: number; to: number } | null> {
  const { rows } = await tx.query<{ from: number; to: number }>({
    name: 'desk-raise-read-mark',
    text: `with before as (
             select position from read_marks where user_id = $1 and conversation_id = $2
           ), raised as (
             insert into read_marks (user_id, conversation_id, position) values ($1, $2, $3)
             on conflict (user_id, conversation_id) do update set position = excluded.position
             where read_marks.position < excluded.position
             returning position
           )
           select coalesce((select position from before), 0) "from", position "to" from raised`,
    values: [userId, conversationId, position],
  });
  return rows[0] ?? null;
}

/** WhatsApp's ids of what the contact wrote between two positions, the newest last, 100 at most. */
export async function heardBetween(
  tx: Tx,
  conversationId: Id,
  { from, to }: { from: number; to: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ whatsappId: string }>({
    name: 'desk-heard-between',
    text: `select whatsapp_id "whatsappId" from messages
           where conversation_id = $1 and position > $2 and position <= $3 and direction = 'in'
             and kind <> 'call' and whatsapp_id is not null
           order by position desc limit 100`,
    values: [conversationId, from, to],
  });
  return rows.map(({ whatsappId }) => whatsappId).reverse();
}

/** WhatsApp's ids of what the contact wrote in a service and this user has read, the newest last. */
export async function heardInService(tx: Tx, userId: Id, serviceId: Id): Promise<string[]> {
  const { rows } = await tx.query<{ whatsappId: string }>({
    name: 'desk-heard-in-service',
    text: `select m.whatsapp_id "whatsappId" from messages m
           join read_marks r on r.conversation_id = m.conversation_id and r.user_id = $1
           where m.service_id = $2 and m.position <= r.position and m.direction = 'in'
             and m.kind <> 'call' and m.whatsapp_id is not null
           order by m.position desc limit 100`,
    values: [userId, serviceId],
  });
  return rows.map(({ whatsappId }) => whatsappId).reverse();
}

export async function activeUser(tx: Sql, id: Id): Promise<{ id: Id; name: string } | null> {
  const { rows } = await tx.query<{ id: Id; name: string }>(
    'select id, name from users where id = $1 and active',
    [id],
  );
  return rows[0] ?? null;
}

export async function activeUsers(sql: Sql, ids: Id[]): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    'select id from users where id = any($1::uuid[]) and active',
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Null: there is none, or it is not active. */
export async function activeTeam(tx: Sql, id: Id): Promise<Id | null> {
  const { rows } = await tx.query<{ id: Id }>(
    'select id from teams where id::text = $1 and active',
    [id],
  );
  return rows[0]?.id ?? null;
}

export async function openServicesOf(
  tx: Sql,
  userId: Id,
): Promise<{ id: Id; conversationId: Id }[]> {
  const { rows } = await tx.query<{ id: Id; conversationId: Id }>(
    `select id, conversation_id "conversationId" from services
     where attendant_id = $1 and state = 'open' order by conversation_id`,
    [userId],
  );
  return rows;
}

export async function settingsOf(sql: Sql, keys: string[]): Promise<Record<string, unknown>> {
  const { rows } = await sql.query<{ key: string; value: unknown }>({
    name: 'desk-settings',
    text: 'select key, value from settings where key = any($1)',
    values: [keys],
  });
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}
