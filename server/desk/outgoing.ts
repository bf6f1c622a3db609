/** What waits to go out, for the sender. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql } from '../platform/postgres/pool.ts';

export type Queued = { id: Id; whatsappId: string; phone: string; text: string };

/** The next message of a conversation that WhatsApp has not taken yet. */
export async function oldestQueued(sql: Sql, conversationId: Id): Promise<Queued | null> {
  const { rows } = await sql.query<Queued>({
    name: 'desk-oldest-queued',
    text: `select m.id, m.whatsapp_id "whatsappId", contact.phone, m.text
           from messages m
           join conversations c on c.id = m.conversation_id
           join contacts contact on contact.id = c.contact_id
           where m.conversation_id = $1 and m.status = 'queued' and m.failure is null
             and m.kind <> 'note' and contact.phone is not null
           order by m.position limit 1`,
    values: [conversationId],
  });
  return rows[0] ?? null;
}

export async function conversationsWithQueued(sql: Sql): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select distinct conversation_id id from messages where status = 'queued' and failure is null`,
  );
  return rows.map((row) => row.id);
}
