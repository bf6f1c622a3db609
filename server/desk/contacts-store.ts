import { v7 as newId } from 'uuid';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Mark } from '../platform/feed.ts';
import type { Tx } from '../platform/postgres/pool.ts';

type Known = { id: Id; phone: string; whatsappName: string | null; conversationId: Id | null };

const contactsByPhone = async (tx: Tx, phones: string[]): Promise<Known[]> => {
  const { rows } = await tx.query<Known>({
    name: 'contacts-by-phone',
    text: `select contact.id, contact.phone, contact.whatsapp_name "whatsappName",
                  c.id "conversationId"
           from contacts contact left join conversations c on c.contact_id = contact.id
           where contact.phone = any($1)`,
    values: [phones],
  });
  return rows;
};

/**
 * The conversation of each phone; contacts and conversations that are missing are made, names that
 * WhatsApp reports are kept. Two at once make one: the unique keys decide.
 */
export async function conversationsOf(
  tx: Tx,
  people: { phone: string; name: string | null }[],
  now: Instant,
): Promise<{ byPhone: Map<string, Id>; marks: Mark[] }> {
  const names = new Map<string, string | null>();
  for (const { phone, name } of people) names.set(phone, name ?? names.get(phone) ?? null);
  // One order for everyone, or two servers could wait for each other.
  const phones = [...names.keys()].sort();
  const marks: Mark[] = [];
  let known = await contactsByPhone(tx, phones);
  const complete = new Set(known.filter((one) => one.conversationId).map((one) => one.phone));
  const missing = phones.filter((phone) => !complete.has(phone));
  if (missing.length > 0) {
    const made = await tx.query<{ id: Id }>(
      `insert into contacts (id, phone, whatsapp_name, created_at)
       select id, phone, name, $4 from unnest($1::uuid[], $2::text[], $3::text[]) n (id, phone, name)
       order by phone on conflict (phone) do nothing returning id`,
      [missing.map(() => newId()), missing, missing.map((phone) => names.get(phone)), now],
    );
    const conversations = await tx.query<{ id: Id }>(
      `insert into conversations (id, contact_id, last_activity_at)
       select n.id, contact.id, $3 from unnest($1::uuid[], $2::text[]) n (id, phone)
       join contacts contact on contact.phone = n.phone
       order by n.phone on conflict (contact_id) do nothing returning id`,
      [missing.map(() => newId()), missing, now],
    );
    for (const { id } of made.rows) marks.push({ entity: 'contact', id, userId: null });
    for (const { id } of conversations.rows) {
      marks.push({ entity: 'conversation', id, userId: null });
    }
    known = await contactsByPhone(tx, phones);
  }
  const renamed = known.filter((one) => {
    const name = names.get(one.phone);
    return name != null && name !== one.whatsappName;
  });
  if (renamed.length > 0) {
    await tx.query(
      `update contacts c set whatsapp_name = n.name
       from unnest($1::uuid[], $2::text[]) n (id, name) where c.id = n.id`,
      [renamed.map((one) => one.id), renamed.map((one) => names.get(one.phone))],
    );
    for (const { id } of renamed) marks.push({ entity: 'contact', id, userId: null });
  }
  return {
    byPhone: new Map(known.map((one) => [one.phone, one.conversationId as Id])),
    marks,
  };
}

/** Of a contact by id, making it where the contact never wrote; null when there is no such contact. */
export async function conversationOfContact(
  tx: Tx,
  contactId: Id,
  now: Instant,
): Promise<{ id: Id; made: boolean } | null> {
  const made = await tx.query<{ id: Id }>(
    `insert into conversations (id, contact_id, last_activity_at)
     select $1, id, $3 from contacts where id = $2 on conflict (contact_id) do nothing returning id`,
    [newId(), contactId, now],
  );
  if (made.rows[0]) return { id: made.rows[0].id, made: true };
  const { rows } = await tx.query<{ id: Id }>(
    'select id from conversations where contact_id = $1',
    [contactId],
  );
  return rows[0] ? { id: rows[0].id, made: false } : null;
}
