/** Looking for words in everything that the database has; see migrations/server, search. */
import type { Contact } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { type MessageRow, messageColumns, readChanges, toMessage } from './rows.ts';

export type Place = { sentAt: Instant; id: Id };

const said = "words_of(coalesce(text, '') || ' ' || coalesce(texts_in(content), ''))";
const named = 'contact_words(k.name, k.whatsapp_name, k.emails, k.attributes, k.notes)';

/** From here on this transaction is answered within `ms`, or ended by the database. */
export async function boundTime(tx: Tx, ms: number): Promise<void> {
  await tx.query(`set local statement_timeout = ${Math.trunc(ms)}`);
  // Compiling costs more than these look-ups.
  await tx.query('set local jit = off');
}

/** True for what a statement that took too long throws. */
export const tookTooLong = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === '57014';

/** Newest first, from a place on. `query` is a tsquery. */
export async function messagesWith(
  tx: Tx,
  query: string,
  {
    conversationId,
    before,
    limit,
  }: { conversationId: Id | null; before: Place | null; limit: number },
): Promise<Message[]> {
  const older = '($2::timestamptz is null or (sent_at, m.id) < ($2, $3::uuid))';
  const inside = '($4::uuid is null or conversation_id = $4)';
  const { rows } = await tx.query<MessageRow>(
    `select ${messageColumns} from messages where id in (
       select id from (
         (select m.id, sent_at from messages m
          where ${said} @@ $1::tsquery and deleted_at is null and ${older} and ${inside}
          order by sent_at desc, m.id desc limit $5)
         union
         (select m.id, sent_at from attachments a join messages m on m.attachment_id = a.id
          where words_of(a.name) @@ $1::tsquery and deleted_at is null and ${older} and ${inside}
          order by sent_at desc, m.id desc limit $5)
       ) found order by sent_at desc, id desc limit $5)
     order by sent_at desc, id desc`,
    [query, before?.sentAt ?? null, before?.id ?? null, conversationId, limit],
  );
  return rows.map(toMessage);
}

/**
 * By the words of all terms (each a tsquery), names of tags among them, or by digits of a number; the
 * latest active first.
 */
export async function contactsWith(
  tx: Tx,
  terms: string[],
  digits: string | null,
  limit: number,
): Promise<Id[]> {
  const tagged = await contactsTagged(tx, terms, limit);
  const { rows } = await tx.query<{ id: Id }>(
    `select k.id from contacts k join conversations c on c.contact_id = k.id
     where ($1::tsquery is not null and ${named} @@ $1::tsquery)
        or ($2::text is not null and (position($2 in k.phone) > 0
              or position($2 in array_to_string(k.phones, ' ')) > 0))
        or k.id = any($3)
     order by c.last_activity_at desc, k.id limit $4`,
    [terms.length > 0 ? terms.join(' & ') : null, digits, tagged, limit],
  );
  return rows.map(({ id }) => id);
}

/** Those of which at least one tag is named by a term, and which have all the others. */
async function contactsTagged(tx: Tx, terms: string[], limit: number): Promise<Id[]> {
  const { rows } = await tx.query<{ id: Id }>(
    `with terms as (select query::tsquery, n from unnest($1::text[]) with ordinality t (query, n)),
       tagged as (
         select terms.n, ct.contact_id id from terms
           join tags t on words_of(t.name) @@ terms.query
           join contact_tags ct on ct.tag_id = t.id)
     select k.id from contacts k join conversations c on c.contact_id = k.id
     where k.id in (select id from tagged)
       and not exists (
         select from terms
         where not exists (select from tagged where tagged.n = terms.n and tagged.id = k.id)
           and not ${named} @@ terms.query)
     order by c.last_activity_at desc, k.id limit $2`,
    [terms, limit],
  );
  return rows.map(({ id }) => id);
}

/** Conversations by their own ids and by those of their contacts, and all their contacts. */
export async function around(
  tx: Tx,
  conversationIds: Id[],
  contactIds: Id[],
): Promise<{ conversations: Conversation[]; contacts: Contact[] }> {
  const { rows } = await tx.query<{ id: Id; contactId: Id }>(
    `select id, contact_id "contactId" from conversations
     where id = any($1) or contact_id = any($2)`,
    [conversationIds, contactIds],
  );
  const wanted = rows.flatMap(({ id, contactId }) => [
    { entity: 'conversation' as const, id },
    { entity: 'contact' as const, id: contactId },
  ]);
  const changes = await readChanges(tx, wanted, null);
  return {
    conversations: changes.flatMap((one) =>
      one.entity === 'conversation' && one.row ? one.row : [],
    ),
    contacts: changes.flatMap((one) => (one.entity === 'contact' && one.row ? one.row : [])),
  };
}
