/** What the lists show of each conversation, as the server's rows have it: one statement for all. */
import type { Contact } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import { contactAt, contactColumns, contactWidth } from './contacts.ts';
import { conversationAt, conversationColumns, conversationWidth } from './conversations.ts';
import type { Db, Row } from './database.ts';
import { messageAt, messageColumns, messageWidth } from './messages.ts';
import { serviceAt, serviceColumns, serviceWidth } from './services.ts';

export type Entry = {
  conversation: Conversation;
  contact: Contact;
  /** The unfinished service, else the latest one, else null. */
  service: Service | null;
  lastMessage: Message | null;
  /** How far this user has read, by the server's word. */
  readPosition: number;
  unread: number;
  draft: string;
};

/**
 * What is of no service is history: nobody's to read. What the system wrote by itself is no last word:
 * the contact still waits for an answer to theirs.
 */
const columns = `${conversationColumns('c')}, ${contactColumns('k')}, ${serviceColumns('s')},
  ${messageColumns('m')}, coalesce(r.position, 0),
  case when c.last_position <= max(coalesce(r.position, 0), c.settled_position) then 0 else
    (select count(*) from messages u where u.conversation_id = c.id and u.direction = 'in'
       and u.service_id is not null and u.position > max(coalesce(r.position, 0), c.settled_position)) end,
  coalesce(d.text, '')`;

const joined = `left join contacts k on k.id = c.contact_id
  left join services s on s.id = (select id from services where conversation_id = c.id
    order by (state = 'finished'), created_at desc limit 1)
  left join messages m on m.rowid = (select rowid from messages where conversation_id = c.id
    and json_extract(more, '$.content.automatic') is null
    order by position desc limit 1)
  left join read_marks r on r.conversation_id = c.id
  left join drafts d on d.conversation_id = c.id`;

const contactFrom = conversationWidth;
const serviceFrom = contactFrom + contactWidth;
const messageFrom = serviceFrom + serviceWidth;
const rest = messageFrom + messageWidth;

/** A row comes as one text: forty values one by one cost more than all the rest. */
function entryOf(text: string): Entry {
  const row = JSON.parse(text) as Row;
  const conversation = conversationAt(row, 0);
  return {
    conversation,
    contact: row[contactFrom] === null ? unknown(conversation) : contactAt(row, contactFrom),
    service: row[serviceFrom] === null ? null : serviceAt(row, serviceFrom),
    lastMessage: row[messageFrom] === null ? null : messageAt(row, messageFrom),
    readPosition: row[rest] as number,
    unread: row[rest + 1] as number,
    draft: row[rest + 2] as string,
  };
}

/** Until the feed brings the contact's own row. */
const unknown = ({ contactId, lastActivityAt }: Conversation): Contact => ({
  id: contactId,
  name: null,
  whatsappName: null,
  phone: null,
  createdAt: lastActivityAt,
});

export function openSummaries(db: Db) {
  const all = db
    .prepare(
      `select json_array(${columns}) from conversations c ${joined} order by c.last_activity_at desc, c.id`,
    )
    .pluck();
  const some = db
    .prepare(
      `select json_array(${columns}) from conversations c ${joined}
       where c.id in (select value from json_each(?)) order by c.last_activity_at desc, c.id`,
    )
    .pluck();
  const unread = db
    .prepare(
      `select w.value ->> 0, (select count(*) from messages u
         where u.conversation_id = w.value ->> 0 and u.direction = 'in'
           and u.service_id is not null and u.position > w.value ->> 1)
       from json_each(?) w`,
    )
    .raw();
  return {
    /** Newest activity first. */
    all: (): Entry[] => (all.all() as string[]).map(entryOf),
    some: (ids: Iterable<Id>): Entry[] =>
      (some.all(JSON.stringify([...ids])) as string[]).map(entryOf),
    /** Messages from the contact above a position, for each [conversation, position]. */
    unreadAbove: (places: [Id, number][]): Map<Id, number> =>
      new Map(unread.all(JSON.stringify(places)) as [Id, number][]),
  };
}
