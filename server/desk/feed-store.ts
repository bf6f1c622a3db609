import type { Entity, PastAnswer } from '#shared/contract/change.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import {
  type MessageRow,
  messageColumns,
  type ServiceRow,
  serviceColumns,
  toMessage,
  toService,
} from './rows.ts';

type Named = { entity: Entity; id: Id };

/** In order; null when the feed no longer reaches back to `since`. */
export async function changesAfter(
  sql: Sql,
  userId: Id,
  since: number,
  head: number,
  limit: number,
): Promise<(Named & { seq: number })[] | null> {
  if (since >= head) return [];
  const { rows } = await sql.query<Named & { seq: number; oldest: number | null }>({
    name: 'feed-changes-after',
    text: `select seq, entity, entity_id id, (select min(seq) from changes) oldest
           from changes
           where seq > $1 and seq <= $2 and (user_id is null or user_id = $3)
           order by seq limit $4`,
    values: [since, head, userId, limit],
  });
  const oldest = rows[0]?.oldest ?? (await oldestChange(sql));
  if (oldest === null || oldest > since + 1) return null;
  return rows;
}

async function oldestChange(sql: Sql): Promise<number | null> {
  const { rows } = await sql.query<{ oldest: number | null }>(
    'select min(seq) oldest from changes',
  );
  return rows[0]?.oldest ?? null;
}

type Place = { id: Id; contactId: Id; lastActivityAt: Instant };

/** Conversations with something unfinished or recent, by last activity. */
export async function recentConversations(
  sql: Sql,
  days: number,
  after: { id: Id; lastActivityAt: Instant } | null,
  limit: number,
): Promise<Place[]> {
  const { rows } = await sql.query<Place>(
    `select c.id, c.contact_id "contactId", c.last_activity_at "lastActivityAt"
     from conversations c
     where ($2::timestamptz is null or (date_trunc('milliseconds', c.last_activity_at), c.id) < ($2, $3))
       and c.erased_at is null
       and (c.last_activity_at > now() - make_interval(days => $1)
            or exists (select 1 from services s
                       where s.conversation_id = c.id and s.state <> 'finished'))
     order by date_trunc('milliseconds', c.last_activity_at) desc, c.id desc limit $4`,
    [days, after?.lastActivityAt ?? null, after?.id ?? null, limit],
  );
  return rows;
}

const messagesEach = 200;

/** Everything that a page of conversations brings along; with `first`, every user, team, canned reply and erasure too. */
export async function namedBy(
  sql: Sql,
  page: Place[],
  days: number,
  first: boolean,
  userId: Id,
): Promise<Named[]> {
  const ids = page.map((place) => place.id);
  const { rows } = await sql.query<Named>(
    `select 'user' entity, id from users where $3
     union all
     select 'team', id from teams where $3
     union all
     select 'tag', id from tags where $3
     union all
     select 'cannedReply', id from canned_replies where $3 and (user_id is null or user_id = $4)
     union all
     select 'erasure', contact_id from erasures where $3
     union all
     select 'service', s.id from services s
     where s.conversation_id = any($1)
       and (s.state <> 'finished' or s.finished_at > now() - make_interval(days => $2))
     union all
     select 'message', m.id from unnest($1::uuid[]) wanted (id)
     cross join lateral (
       select id from messages where conversation_id = wanted.id
         and sent_at > now() - make_interval(days => $2)
       order by position desc limit ${messagesEach}
     ) m
     union all
     select 'readMark', id from unnest($1::uuid[]) marked (id)`,
    [ids, days, first, userId],
  );
  const places = page.flatMap((place): Named[] => [
    { entity: 'contact', id: place.contactId },
    { entity: 'conversation', id: place.id },
  ]);
  return [...places, ...rows];
}

export async function olderMessages(
  sql: Sql,
  conversationId: Id,
  before: number,
  limit: number,
): Promise<{ messages: Message[]; services: Service[] }> {
  const messages = await sql.query<MessageRow>(
    `select ${messageColumns} from messages
     where conversation_id = $1 and position < $2 order by position desc limit $3`,
    [conversationId, before, limit],
  );
  const serviceIds = new Set(messages.rows.map((message) => message.serviceId));
  const services = await sql.query<ServiceRow>(
    `select ${serviceColumns('services')} from services where id = any($1)`,
    [[...serviceIds].filter((id) => id !== null)],
  );
  return {
    messages: messages.rows.reverse().map(toMessage),
    services: services.rows.map(toService),
  };
}

const pastServices = 200;
const pastMessages = 400;

/** The newest of what lies behind a conversation: its services, and what has a file or a link. */
export async function pastOf(sql: Sql, conversationId: Id): Promise<PastAnswer> {
  const services = await sql.query<ServiceRow>(
    `select ${serviceColumns('s')} from services s where conversation_id = $1
     order by created_at desc, id limit ${pastServices}`,
    [conversationId],
  );
  const messages = await sql.query<MessageRow>(
    `select ${messageColumns} from messages
     where conversation_id = $1 and deleted_at is null
       and (attachment_id is not null or text ~* 'https?://')
     order by position desc limit ${pastMessages}`,
    [conversationId],
  );
  return { services: services.rows.map(toService), messages: messages.rows.map(toMessage) };
}
