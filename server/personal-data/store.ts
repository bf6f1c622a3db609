/** What is known of a person, taken away; inside the transaction that erases them. */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';
import type { Who } from '../whatsapp/driver.ts';
import { eraseFiles, eraseWhere, type Gone } from './messages-store.ts';

export type Person = {
  id: Id;
  who: Who;
  /** Their number, and those that the team added. */
  phones: string[];
  /** As the team calls them, else as WhatsApp does. */
  name: string | null;
  pictureId: Id | null;
  erasedAt: Instant | null;
  /** Their conversation, and those that had become part of it; the first is the one that is there. */
  conversationIds: Id[];
};

/** Locked until the transaction ends: conversation first, as everyone locks them. */
export async function lockPerson(tx: Tx, contactId: Id): Promise<Person | null> {
  const conversations = await tx.query<{ id: Id }>(
    'select id from conversations where contact_id = $1 for update',
    [contactId],
  );
  const ids = conversations.rows.map(({ id }) => id);
  const { rows } = await tx.query<Omit<Person, 'who' | 'conversationIds'> & Who & { merged: Id[] }>(
    `select id, phone, lid, bsuid, username, group_id "group", coalesce(name, whatsapp_name) "name", phones, picture_id "pictureId",
       erased_at "erasedAt",
       array(select m.id from merged_conversations m where m.merged_into = any($2)) merged
     from contacts where id = $1 for update`,
    [contactId, ids],
  );
  const [row] = rows;
  if (!row) return null;
  const { id, name, phone, lid, bsuid, username, group, phones, pictureId, erasedAt, merged } = row;
  return {
    ...{ id, name, pictureId, erasedAt, conversationIds: [...ids, ...merged] },
    phones: phone ? [phone, ...phones] : phones,
    who: {
      phone,
      ...(lid && { lid }),
      ...(bsuid && { bsuid }),
      ...(username && { username }),
      ...(group && { group }),
    },
  };
}

/** Services stay, finished and without anybody's words; nobody is asked what they thought. */
export async function closeServices(
  tx: Tx,
  conversationIds: readonly Id[],
  actorId: Id | null,
  now: Instant,
): Promise<void> {
  await tx.query(
    `with ended as (
       update services set state = 'finished',
         finished_at = greatest($3::timestamptz, created_at, started_at),
         finish_reason = case state when 'open' then 'attendant' else 'unattended' end
       where conversation_id = any($1) and state <> 'finished'
       returning id, attendant_id, team_id, finished_at
     )
     insert into service_steps (service_id, kind, actor_id, holder_id, at, team_id)
     select id, 'finished', $2, attendant_id, finished_at, team_id from ended`,
    [conversationIds, actorId, now],
  );
  await tx.query(
    `update services set evaluation_comment = null
     where conversation_id = any($1) and evaluation_comment is not null`,
    [conversationIds],
  );
}

/** A name of theirs inside WhatsApp's id of a participant, such as `5511999990001@s.whatsapp.net`. */
const isTheirs = (id: string) =>
  `regexp_replace(split_part(${id}, '@', 1), '[:.].*$', '') = any($2)`;

/** What they wrote in groups goes; what others wrote there stays, without what it quotes of them. */
export async function eraseInGroups(tx: Tx, { who, phones }: Person): Promise<Gone> {
  const names = [...phones, ...phones.map((phone) => phone.slice(1)), who.lid, who.bsuid].filter(
    (name) => name !== undefined,
  );
  if (who.group || names.length === 0) return { messages: [], changed: [] };
  const inGroups = `conversation_id in (select c.id from conversations c
    join contacts k on k.id = c.contact_id where k.group_id is not null)`;
  const bySender = (sender: string, id: string) =>
    `(${sender} ->> 'phone' = any($1) or ${isTheirs(id)})`;
  const theirs = bySender('m.sender', 'm.participant');
  const gone = await eraseWhere(tx, `m.participant <> '' and m.${inGroups} and ${theirs}`, [
    phones,
    names,
  ]);
  const reacted = bySender("r -> 'sender'", "coalesce(r ->> 'by', '')");
  const reactions = await tx.query<{ id: Id }>(
    `update messages m set reactions = coalesce(
       (select jsonb_agg(r) from jsonb_array_elements(m.reactions) r where not ${reacted}), '[]')
     where m.${inGroups} and m.reactions <> '[]'
       and exists (select from jsonb_array_elements(m.reactions) r where ${reacted})
     returning m.id`,
    [phones, names],
  );
  const quotes = await tx.query<{ id: Id }>(
    `update messages m set quote = (quote - 'sender') || '{"text": null}'
     where m.${inGroups} and quote -> 'sender' ->> 'phone' = any($1) returning m.id`,
    [phones],
  );
  const changed = [...reactions.rows, ...quotes.rows].map(({ id }) => id);
  return { ...gone, changed: [...gone.changed, ...changed] };
}

/** Answers to commands bring along what they were about; in groups, and of files passed on, messages. */
export async function eraseAnswers(
  tx: Tx,
  person: Person,
  messageIds: readonly Id[],
): Promise<void> {
  await tx.query(
    `update commands set answer =
       '{"ok": false, "code": "not-found", "detail": "This contact was erased."}'
     where answer #>> '{value,message,conversationId}' = any($1::text[])
        or answer #>> '{value,service,conversationId}' = any($1::text[])
        or answer #>> '{value,contact,id}' = $2
        or answer #>> '{value,message,id}' = any($3::text[])`,
    [person.conversationIds, person.id, messageIds],
  );
}

export async function blankPerson(tx: Tx, person: Person, now: Instant): Promise<void> {
  const { id, conversationIds, pictureId } = person;
  await tx.query('delete from read_marks where conversation_id = any($1)', [conversationIds]);
  await tx.query('delete from contact_tags where contact_id = $1', [id]);
  await tx.query(
    `update contacts set name = null, whatsapp_name = null, phone = null, lid = null,
       username = null, bsuid = null, group_id = null, picture_id = null, picture_name = null,
       phones = '{}', emails = '{}', attributes = '{}', notes = null, consents = '{}',
       edits = '{}', erased_at = $2
     where id = $1`,
    [id, now],
  );
  await tx.query(
    `update conversations set erased_at = $2, last_position = 0, first_position = 1,
       settled_position = 0 where contact_id = $1`,
    [id, now],
  );
  if (pictureId) await eraseFiles(tx, [pictureId], 'unused');
  await tx.query('insert into erasures (contact_id, conversation_ids, at) values ($1, $2, $3)', [
    id,
    conversationIds,
    now,
  ]);
}

/** Filters of lists that somebody named and that look for them. */
export async function eraseViews(tx: Tx, { id, phones, name }: Person): Promise<void> {
  const words = [id, ...phones.map((phone) => phone.slice(1)), name?.trim() ?? ''];
  await tx.query(
    `delete from service_views where exists (
       select from unnest($1::text[]) word
       where length(word) >= 3 and position(lower(word) in lower(name || ' ' || filter::text)) > 0)`,
    [words],
  );
}

export async function anyToClear(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ any: boolean }>(
    `select exists (select from erasures where cleared_at is null)
       or exists (select from file_removals) "any"`,
  );
  return rows[0]?.any === true;
}

/** Of those erased before a moment. */
export async function noteCleared(sql: Sql, before: Instant): Promise<void> {
  await sql.query('update erasures set cleared_at = now() where cleared_at is null and at <= $1', [
    before,
  ]);
}
