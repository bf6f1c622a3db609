/** What waits to go out, for the sender. */
import type { Attachment } from '#shared/contract/attachment.ts';
import type { SendableKind } from '#shared/contract/command.ts';
import type { Direction, MessageContent } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import type { Reference, Who } from '../whatsapp/driver.ts';

/** A message, or (`act`) what is to be done to one that WhatsApp has. */
export type Queued = { who: Who; whatsappId: string } & (
  | {
      act: null;
      /** callPermission: the question whether we may call. */
      kind: SendableKind | 'callPermission' | 'choices';
      text: string | null;
      content: MessageContent | null;
      attachment: Attachment | null;
      quoted: Reference | null;
      forwarded: boolean;
    }
  | { act: number; kind: 'edit' | 'delete' | 'react'; text: string | null; of: Reference }
);

type Person = Record<'phone' | 'lid' | 'bsuid' | 'group', string | null>;
const whoOf = ({ phone, lid, bsuid, group }: Person): Who => ({
  phone,
  ...(lid && { lid }),
  ...(bsuid && { bsuid }),
  ...(group && { group }),
});

/** The names of a conversation's contact; null where WhatsApp knows none of them, or it is not there. */
export async function whoOfConversation(sql: Sql, conversationId: Id): Promise<Who | null> {
  const { rows } = await sql.query<Person>(
    `select contact.phone, contact.lid, contact.bsuid, contact.group_id "group"
     from conversations c join contacts contact on contact.id = c.contact_id where c.id = $1`,
    [conversationId],
  );
  const person = rows[0];
  return person && (person.phone || person.lid || person.bsuid || person.group)
    ? whoOf(person)
    : null;
}

/** Where a person's conversation is, by any of their names; null: there is none. */
export async function conversationOfWho(sql: Sql, who: Who): Promise<Id | null> {
  const { rows } = await sql.query<{ id: Id }>({
    name: 'desk-conversation-of-who',
    text: `select c.id from conversations c join contacts contact on contact.id = c.contact_id
           where contact.phone = $1 or contact.lid = $2 or contact.bsuid = $3 limit 1`,
    values: [who.phone, who.lid ?? null, who.bsuid ?? null],
  });
  return rows[0]?.id ?? null;
}

type Named = { whatsappId: string; direction: Direction; text: string | null; author: string };
const referenceTo = ({ whatsappId, direction, text, author }: Named): Reference => ({
  whatsappId,
  fromMe: direction === 'out',
  text: text?.slice(0, 300) ?? null,
  ...(author && { author }),
});

type MessageRow = Person & {
  whatsappId: string;
  kind: SendableKind | 'call' | 'choices';
  text: string | null;
  content: MessageContent | null;
  attachment: Attachment | null;
  quotedWhatsappId: string | null;
  quotedDirection: Direction;
  quotedText: string | null;
  quotedAuthor: string;
  forwarded: boolean;
  sentAt: string;
};

/** The next of a conversation that WhatsApp has not taken yet, in the order given. */
export async function oldestQueued(sql: Sql, conversationId: Id): Promise<Queued | null> {
  const { rows } = await sql.query<MessageRow>({
    name: 'desk-oldest-queued',
    text: `select contact.phone, contact.lid, contact.bsuid, contact.group_id "group",
                  m.whatsapp_id "whatsappId", m.kind, m.text, m.content, m.forwarded, m.sent_at "sentAt",
                  case when a.id is not null then
                    jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name,
                      'mediaType', a.media_type, 'size', a.size, 'sha256', a.sha256,
                      'state', a.state) || a.look end attachment,
                  q.whatsapp_id "quotedWhatsappId", q.direction "quotedDirection",
                  q.text "quotedText", q.participant "quotedAuthor"
           from messages m
           join conversations c on c.id = m.conversation_id
           join contacts contact on contact.id = c.contact_id
           left join attachments a on a.id = m.attachment_id
           left join messages q on q.id = (m.quote ->> 'messageId')::uuid
           where m.conversation_id = $1 and m.status = 'queued' and m.failure is null
             and m.kind <> 'note' and m.deleted_at is null
             and (contact.phone is not null or contact.lid is not null or contact.bsuid is not null
               or contact.group_id is not null)
           order by m.position limit 1`,
    values: [conversationId],
  });
  const act = await oldestAct(sql, conversationId);
  const message = rows[0];
  if (!message || (act && act.at < message.sentAt)) return act?.queued ?? null;
  const { quotedWhatsappId, quotedDirection, quotedText: text, quotedAuthor: author } = message;
  return {
    act: null,
    who: whoOf(message),
    whatsappId: message.whatsappId,
    kind: kindOf(message),
    text: message.text,
    content: message.content,
    attachment: message.attachment,
    forwarded: message.forwarded,
    quoted: quotedWhatsappId
      ? referenceTo({ whatsappId: quotedWhatsappId, direction: quotedDirection, text, author })
      : null,
  };
}

/** A link to a call goes as a text. */
const kindOf = ({ kind, content }: MessageRow): SendableKind | 'callPermission' | 'choices' =>
  kind !== 'call' ? kind : content?.call?.outcome === 'permissionAsked' ? 'callPermission' : 'text';

type ActRow = Person &
  Named & { id: number; act: 'edit' | 'delete' | 'react'; newText: string | null; at: string };

async function oldestAct(
  sql: Sql,
  conversationId: Id,
): Promise<{ at: string; queued: Queued } | null> {
  const { rows } = await sql.query<ActRow>({
    name: 'desk-oldest-act',
    text: `select contact.phone, contact.lid, contact.bsuid, contact.group_id "group", act.id, act.act, act.text "newText",
                  act.at, m.whatsapp_id "whatsappId", m.direction, m.text,
                  m.participant author
           from message_acts act
           join messages m on m.id = act.message_id
           join conversations c on c.id = m.conversation_id
           join contacts contact on contact.id = c.contact_id
           where act.conversation_id = $1 order by act.id limit 1`,
    values: [conversationId],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    at: row.at,
    queued: {
      act: row.id,
      who: whoOf(row),
      // Its own name on WhatsApp, the same on every try.
      whatsappId: `3EB0AC${row.id.toString(16).toUpperCase().padStart(16, '0')}`,
      kind: row.act,
      text: row.newText,
      of: referenceTo(row),
    },
  };
}

export async function conversationsWithQueued(sql: Sql): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select conversation_id id from messages
     where status = 'queued' and failure is null and deleted_at is null
     union select conversation_id from message_acts`,
  );
  return rows.map((row) => row.id);
}

/** For a phone that could not read a text that we sent; null where it is not ours, or no text. */
export async function textOfOurs(sql: Sql, whatsappId: string): Promise<string | null> {
  const { rows } = await sql.query<{ text: string | null }>(
    `select text from messages
     where whatsapp_id = $1 and direction = 'out' and kind = 'text' and deleted_at is null limit 1`,
    [whatsappId],
  );
  return rows[0]?.text ?? null;
}
