import type { AutomaticPart } from '#shared/contract/automatic-text.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Sql } from '../platform/postgres/pool.ts';

/** As the team calls them, else as they call themselves. */
export async function nameOfContact(sql: Sql, id: Id): Promise<string | null> {
  const { rows } = await sql.query<{ name: string | null }>(
    'select coalesce(name, whatsapp_name) as name from contacts where id = $1',
    [id],
  );
  return rows[0]?.name ?? null;
}

/** Whether the system wrote such a text in this service after that. */
export async function saidSince(
  sql: Sql,
  serviceId: Id,
  part: AutomaticPart,
  since: Instant,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `select from messages where service_id = $1 and direction = 'out' and sent_at > $3
       and content ->> 'automatic' = $2 limit 1`,
    [serviceId, part, since],
  );
  return rowCount === 1;
}

export type Silent = { id: Id; conversationId: Id; since: Instant };

/**
 * Open services, not of groups, that fell silent between two moments (the earlier one excluded) and
 * whose contact was not warned since; the longest silent first, after `after`.
 */
export async function unwarned(
  sql: Sql,
  { from, to, after }: { from: Instant; to: Instant; after: Silent | null },
  limit: number,
): Promise<Silent[]> {
  const { rows } = await sql.query<Silent>(
    `select s.id, s.conversation_id "conversationId", s.last_interaction_at "since"
     from services s join conversations c on c.id = s.conversation_id
     join contacts k on k.id = c.contact_id
     where s.state = 'open' and s.last_interaction_at > $1 and s.last_interaction_at <= $2
       and ($3::timestamptz is null or (s.last_interaction_at, s.id) > ($3, $4::uuid))
       and k.group_id is null
       and not exists (
         select from messages m
         where m.service_id = s.id and m.direction = 'out' and m.sent_at > s.last_interaction_at
           and m.content ->> 'automatic' = 'warning')
     order by s.last_interaction_at, s.id limit $5`,
    [from, to, after?.since ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Whether the system wrote one of these texts in this conversation since then. */
export async function toldSince(
  sql: Sql,
  conversationId: Id,
  parts: readonly AutomaticPart[],
  since: Instant,
): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'desk-told-since',
    text: `select from messages
           where conversation_id = $1 and sent_at >= $3 and content ->> 'automatic' is not null
             and content ->> 'automatic' = any($2) limit 1`,
    values: [conversationId, parts, since],
  });
  return rowCount === 1;
}

/** Whether somebody of the team wrote in this service since then. */
export async function answeredSince(sql: Sql, serviceId: Id, since: Instant): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'desk-answered-since',
    text: `select from messages
           where service_id = $1 and sent_at >= $2 and direction = 'out' and kind <> 'note'
             and author_id is not null limit 1`,
    values: [serviceId, since],
  });
  return rowCount === 1;
}
