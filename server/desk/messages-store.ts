/** Messages and what is done to them. */
import type {
  Direction,
  Mention,
  Message,
  MessageContent,
  MessageKind,
  MessageStatus,
  Reaction,
  Sender,
} from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Tx } from '../platform/postgres/pool.ts';

export type NewMessage = Omit<Message, 'attachment' | 'reactions' | 'editedAt' | 'deletedAt'> & {
  whatsappId: string | null;
  /** WhatsApp's name for whoever of a group wrote it. */
  participant?: string;
  attachmentId?: Id;
  raw?: unknown;
};

const json = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);

export async function insertMessages(tx: Tx, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query({
    name: 'desk-insert-messages',
    text: `insert into messages (id, conversation_id, service_id, position, direction, kind, text,
                                 author_id, whatsapp_id, status, sent_at, attachment_id, content,
                                 quote, forwarded, raw, participant, sender)
           select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[],
                                $6::text[], $7::text[], $8::uuid[], $9::text[], $10::text[],
                                $11::timestamptz[], $12::uuid[], $13::jsonb[], $14::jsonb[],
                                $15::boolean[], $16::jsonb[], $17::text[], $18::jsonb[])`,
    values: [
      messages.map((m) => m.id),
      messages.map((m) => m.conversationId),
      messages.map((m) => m.serviceId),
      messages.map((m) => m.position),
      messages.map((m) => m.direction),
      messages.map((m) => m.kind),
      messages.map((m) => m.text),
      messages.map((m) => m.authorId),
      messages.map((m) => m.whatsappId),
      messages.map((m) => m.status),
      messages.map((m) => m.sentAt),
      messages.map((m) => m.attachmentId ?? null),
      messages.map((m) => json(m.content)),
      messages.map((m) => json(m.quote)),
      messages.map((m) => m.forwarded ?? false),
      messages.map((m) => json(m.raw)),
      messages.map((m) => m.participant ?? ''),
      messages.map((m) => json(m.sender)),
    ],
  });
}

type Key = {
  conversationId: Id;
  whatsappId: string;
  direction: Direction;
  /** Who of a group wrote it; absent for everything else. */
  participant?: string;
};
export type Found = Key & {
  id: Id;
  kind: MessageKind;
  text: string | null;
  sender: Sender | null;
};
export const keyOf = ({ conversationId, whatsappId, direction, participant = '' }: Key): string =>
  `${conversationId} ${direction} ${participant} ${whatsappId}`;

/**
 * The messages that are here under these keys, by `keyOf`. `loose`: WhatsApp may name its author by
 * another name of theirs, so the only one with that id will do.
 */
export async function messagesBy(
  tx: Tx,
  keys: (Key & { loose?: boolean })[],
): Promise<Map<string, Found>> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<Found>({
    name: 'desk-messages-by',
    // `limit 1` keeps the planner at one look into the unique index for each key.
    text: `select k.conversation_id "conversationId", k.whatsapp_id "whatsappId", k.direction,
                  k.participant, found.id, found.kind, found.text, found.sender
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[])
             k (conversation_id, whatsapp_id, direction, participant, loose)
           cross join lateral (
             select id, kind, left(text, 300) as text, sender from messages m
             where m.whatsapp_id = k.whatsapp_id and m.conversation_id = k.conversation_id
               and m.direction = k.direction
               and (m.participant = k.participant or (k.loose and not exists (
                 select from messages o
                 where o.whatsapp_id = k.whatsapp_id and o.conversation_id = k.conversation_id
                   and o.direction = k.direction and o.id <> m.id))) limit 1
           ) found`,
    values: [
      keys.map((k) => k.conversationId),
      keys.map((k) => k.whatsappId),
      keys.map((k) => k.direction),
      keys.map((k) => k.participant ?? ''),
      keys.map((k) => k.loose ?? false),
    ],
  });
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** A placeholder (something that could not be read at first) becomes what it is. */
export async function replacePlaceholder(
  tx: Tx,
  message: Omit<NewMessage, 'position' | 'conversationId' | 'serviceId'>,
): Promise<void> {
  await tx.query(
    `update messages set kind = $2, text = $3, attachment_id = $4, content = $5, quote = $6,
            forwarded = $7, raw = $8
     where id = $1 and kind = 'unknown'`,
    [
      message.id,
      message.kind,
      message.text,
      message.attachmentId ?? null,
      json(message.content),
      json(message.quote),
      message.forwarded ?? false,
      json(message.raw),
    ],
  );
}

type Outcome = { conversationId: Id; whatsappId: string; ours?: string };

/** Forward only: returns the ids of those that moved. One entry per message at most. */
export async function advanceStatuses(
  tx: Tx,
  updates: (Outcome & { status: MessageStatus })[],
): Promise<Id[]> {
  if (updates.length === 0) return [];
  const { rows } = await tx.query<{ id: Id }>({
    name: 'desk-advance-statuses',
    text: `update messages m set status = u.status, whatsapp_id = u.whatsapp_id
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
             u (conversation_id, whatsapp_id, ours, status)
           where m.conversation_id = u.conversation_id
             and m.whatsapp_id in (u.whatsapp_id, u.ours) and m.direction = 'out'
             and array_position(array['queued','sent','delivered','read','played'], u.status)
               > array_position(array['queued','sent','delivered','read','played'], m.status)
           returning m.id`,
    values: [
      updates.map((u) => u.conversationId),
      updates.map((u) => u.whatsappId),
      updates.map((u) => u.ours ?? null),
      updates.map((u) => u.status),
    ],
  });
  return rows.map((row) => row.id);
}

/** Messages that were edited or deleted while they were on their way out, and what went out. */
export type ChangedOnTheWay = {
  id: Id;
  conversationId: Id;
  sent: string | null;
  text: string | null;
  deleted: boolean;
};

/** Under the lock of their conversations. Those that have been told already are not among them. */
export async function changedOnTheWay(
  tx: Tx,
  sent: (Outcome & { text?: string | null })[],
): Promise<ChangedOnTheWay[]> {
  const { rows } = await tx.query<ChangedOnTheWay>({
    name: 'desk-changed-on-the-way',
    text: `select m.id, m.conversation_id "conversationId", s.text sent, m.text,
                  m.deleted_at is not null deleted
           from unnest($1::uuid[], $2::text[], $3::text[]) s (conversation_id, whatsapp_id, text)
           join messages m on m.conversation_id = s.conversation_id
             and m.whatsapp_id = s.whatsapp_id and m.direction = 'out'
           where (m.deleted_at is not null or m.text is distinct from s.text)
             and not exists (select from message_acts a
                             where a.message_id = m.id and a.act in ('edit', 'delete'))`,
    values: [
      sent.map((s) => s.conversationId),
      sent.map((s) => s.whatsappId),
      sent.map((s) => s.text ?? null),
    ],
  });
  return rows;
}

/** It went out like this, and stays so. */
export async function restore(tx: Tx, { id, sent }: ChangedOnTheWay): Promise<void> {
  await tx.query(
    `update messages set text = $2, deleted_at = null,
            edited_at = case when text is not distinct from $2 then edited_at end
     where id = $1`,
    [id, sent],
  );
}

/** The first reason stays. Returns the ids of the messages that failed now. */
export async function recordFailures(
  tx: Tx,
  failures: (Outcome & { reason: string; code?: number })[],
): Promise<Id[]> {
  if (failures.length === 0) return [];
  const { rows } = await tx.query<{ id: Id }>({
    name: 'desk-record-failures',
    text: `update messages m set failure = f.reason, failure_code = f.code
           from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[])
             f (conversation_id, whatsapp_id, ours, reason, code)
           where m.conversation_id = f.conversation_id
             and m.whatsapp_id in (f.whatsapp_id, f.ours)
             and m.direction = 'out' and m.failure is null
           returning m.id`,
    values: [
      failures.map((f) => f.conversationId),
      failures.map((f) => f.whatsappId),
      failures.map((f) => f.ours ?? null),
      failures.map((f) => f.reason),
      failures.map((f) => f.code ?? null),
    ],
  });
  return rows.map((row) => row.id);
}

/**
 * One each side, and one each of a group (`by`); an empty emoji takes it back. False: nothing
 * changed.
 */
export async function setReaction(
  tx: Tx,
  messageId: Id,
  reaction: Reaction & { by?: string },
): Promise<boolean> {
  const next = reaction.emoji === '' ? [] : [reaction];
  const { rowCount } = await tx.query(
    `update messages m set reactions = n.reactions
     from (select coalesce((select jsonb_agg(r.it order by r.nth)
                            from jsonb_array_elements(o.reactions) with ordinality r (it, nth)
                            where r.it ->> 'direction' <> $2 or coalesce(r.it ->> 'by', '') <> $4),
                           '[]') || $3::jsonb as reactions
           from messages o where o.id = $1) n
     where m.id = $1 and m.deleted_at is null and m.reactions is distinct from n.reactions`,
    [messageId, reaction.direction, JSON.stringify(next), reaction.by ?? ''],
  );
  return rowCount === 1;
}

/** Keeps the text that it replaces. False: nothing changed, or a newer edit is here. */
export async function editText(tx: Tx, messageId: Id, text: string, at: Instant): Promise<boolean> {
  const { rowCount } = await tx.query(
    `with before as (
       select id, text from messages
       where id = $1 and deleted_at is null and text is distinct from $2
         and (edited_at is null or edited_at <= $3)
     ), kept as (
       insert into message_texts (message_id, text, until)
       select id, text, $3 from before on conflict do nothing
     )
     update messages m set text = $2, edited_at = $3 from before where m.id = before.id`,
    [messageId, text, at],
  );
  return rowCount === 1;
}

/** As `editText`, with who is named in it. */
export async function editNote(
  tx: Tx,
  messageId: Id,
  text: string,
  mentions: Mention[],
  at: Instant,
): Promise<void> {
  await editText(tx, messageId, text, at);
  await tx.query(
    `update messages set content = nullif(
       (coalesce(content, '{}') - 'mentions') || $2::jsonb, '{}')
     where id = $1 and deleted_at is null`,
    [messageId, JSON.stringify(mentions.length > 0 ? { mentions } : {})],
  );
}

/** Its text stays with us, out of everyone's sight. False: it was deleted before. */
export async function markDeleted(tx: Tx, messageId: Id, at: Instant): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update messages set deleted_at = $2 where id = $1 and deleted_at is null',
    [messageId, at],
  );
  return rowCount === 1;
}

export type OneMessage = {
  id: Id;
  conversationId: Id;
  direction: Direction;
  kind: MessageKind;
  text: string | null;
  authorId: Id | null;
  status: MessageStatus | null;
  failure: string | null;
  content: MessageContent | null;
  sentAt: Instant;
  deletedAt: Instant | null;
  sender: Sender | null;
};

export async function oneMessage(tx: Tx, id: Id): Promise<OneMessage | null> {
  const { rows } = await tx.query<OneMessage>({
    name: 'desk-one-message',
    text: `select id, conversation_id "conversationId", direction, kind, text, author_id "authorId",
                  status, failure, content, sent_at "sentAt", deleted_at "deletedAt",
                  sender
           from messages where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Enough that a late arrival among them is not the only one looked at. */
const lastHeardAmong = 20;

/** When the contact last wrote or called; null: never. */
export async function heardAt(tx: Tx, conversationId: Id): Promise<Instant | null> {
  const { rows } = await tx.query<{ at: Instant | null }>({
    name: 'desk-heard-at',
    text: `select max(sent_at) at from (
             select sent_at from messages where conversation_id = $1 and direction = 'in'
             order by position desc limit ${lastHeardAmong}) heard`,
    values: [conversationId],
  });
  return rows[0]?.at ?? null;
}

/** What is to be done to a message that WhatsApp has. */
export async function queueAct(
  tx: Tx,
  message: { id: Id; conversationId: Id },
  act: 'edit' | 'delete' | 'react',
  text: string | null,
  at: Instant,
): Promise<void> {
  await tx.query(
    `insert into message_acts (conversation_id, message_id, act, text, at)
     values ($1, $2, $3, $4, $5)`,
    [message.conversationId, message.id, act, text, at],
  );
}

/** Queued again under another id: WhatsApp has done with the old one. */
export async function requeue(tx: Tx, messageId: Id, whatsappId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update messages set failure = null, failure_code = null, status = 'queued', whatsapp_id = $2
     where id = $1 and failure is not null and deleted_at is null`,
    [messageId, whatsappId],
  );
  return rowCount === 1;
}
