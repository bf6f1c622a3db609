import type { Attachment } from '#shared/contract/attachment.ts';
import {
  type Direction,
  type Message,
  type MessageKind,
  type MessageStatus,
  type SeldomField,
  seldomFields,
} from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Db, Row } from './database.ts';

export const messageColumns = (m: string): string =>
  `${m}.id, ${m}.conversation_id, ${m}.service_id, ${m}.position, ${m}.direction, ${m}.kind,
   ${m}.text, ${m}.author_id, ${m}.status, ${m}.failure, ${m}.sent_at, ${m}.more`;
export const messageWidth = 12;

export const messageAt = (row: Row, at: number): Message => ({
  id: row[at] as Id,
  conversationId: row[at + 1] as Id,
  serviceId: row[at + 2] as Id | null,
  position: row[at + 3] as number,
  direction: row[at + 4] as Direction,
  kind: row[at + 5] as MessageKind,
  text: row[at + 6] as string | null,
  authorId: row[at + 7] as Id | null,
  status: row[at + 8] as MessageStatus | null,
  failure: row[at + 9] as string | null,
  sentAt: row[at + 10] as string,
  ...(row[at + 11] !== null && (JSON.parse(row[at + 11] as string) as Pick<Message, SeldomField>)),
});

/** As one text, or nothing: most messages have none of it. */
function seldomOf(message: Message): string | null {
  const some = seldomFields.flatMap((field) =>
    message[field] === undefined ? [] : [[field, message[field]]],
  );
  return some.length === 0 ? null : JSON.stringify(Object.fromEntries(some));
}

/**
 * A rowid by which messages stand in the order of time (see migrations/cache, search): the first
 * one free in the message's millisecond. Takes the moment three times.
 */
export const rowidOfMoment = `coalesce((select max(rowid) + 1 from messages
  where rowid >= ? << 21 and rowid < (? + 1) << 21), ? << 21)`;
export const moments = (sentAt: string): number[] => Array(3).fill(momentOf(sentAt));
/** Rows below are from before there was a search, and not indexed yet. */
export const firstIndexed = '1 << 50';

/** Milliseconds since 1970, within what a rowid can say: 1970 to 2109. */
const momentOf = (sentAt: string): number =>
  Math.min(Math.max(Date.parse(sentAt) || 0, 2 ** 30), 2 ** 42 - 1);

export function openMessages(db: Db) {
  const insert = `insert into messages (rowid, id, conversation_id, service_id, position, direction,
       kind, text, author_id, status, failure, sent_at, more)
     values (${rowidOfMoment}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  const put = db.prepare(
    `${insert} on conflict (id) do update set conversation_id = excluded.conversation_id,
       service_id = excluded.service_id, position = excluded.position,
       direction = excluded.direction, kind = excluded.kind, text = excluded.text,
       author_id = excluded.author_id, status = excluded.status, failure = excluded.failure,
       sent_at = excluded.sent_at, more = excluded.more`,
  );
  const add = db.prepare(`${insert} on conflict (id) do nothing`);
  const remove = db.prepare('delete from messages where id = ? returning conversation_id').pluck();
  const has = db.prepare('select 1 from messages where id = ?').pluck();
  const many = db
    .prepare(
      `select ${messageColumns('m')} from messages m
       where id in (select value from json_each(?)) order by conversation_id, position`,
    )
    .raw();
  const before = db
    .prepare(
      `select ${messageColumns('m')} from messages m
       where conversation_id = ? and position < ? order by position desc limit ?`,
    )
    .raw();
  const from = db
    .prepare(
      `select ${messageColumns('m')} from messages m
       where conversation_id = ? and sent_at >= ? order by position limit 1`,
    )
    .raw();
  const at = db
    .prepare('select 1 from messages where conversation_id = ? and position = ?')
    .pluck();
  const unread = db
    .prepare(
      `select ${messageColumns('m')} from messages m
       where conversation_id = ? and direction = 'in' and service_id is not null and position > ?
       order by position limit 1`,
    )
    .raw();
  const withFileOrLink = db
    .prepare(
      `select ${messageColumns('m')} from messages m
       where conversation_id = ?
         and (more ->> '$.attachment.id' is not null or text like '%http://%' or text like '%https://%')
       order by position desc limit ?`,
    )
    .raw();
  const attachment = db
    .prepare(
      `select more ->> '$.attachment' from messages where more ->> '$.attachment.id' = ? limit 1`,
    )
    .pluck();
  const first = (statement: typeof from, ...values: (string | number)[]): Message | null => {
    const row = statement.get(...values) as Row | undefined;
    return row ? messageAt(row, 0) : null;
  };
  const values = (row: Message) => [
    ...moments(row.sentAt),
    row.id,
    row.conversationId,
    row.serviceId,
    row.position,
    row.direction,
    row.kind,
    row.text,
    row.authorId,
    row.status,
    row.failure,
    row.sentAt,
    seldomOf(row),
  ];
  return {
    put: (row: Message) => void put.run(...values(row)),
    /** Leaves what is there: a row told beside the feed may be older than the feed's. */
    addMissing: (row: Message): boolean => add.run(...values(row)).changes === 1,
    /** The conversation that it was in. */
    remove: (id: Id) => (remove.get(id) as Id | undefined) ?? null,
    /** The file of a message, by the file's own id. */
    attachment: (id: Id): Attachment | null => {
      const text = attachment.get(id) as string | undefined;
      return text === undefined ? null : (JSON.parse(text) as Attachment);
    },
    has: (id: Id): boolean => has.get(id) !== undefined,
    many: (ids: Iterable<Id>): Message[] =>
      (many.all(JSON.stringify([...ids])) as Row[]).map((row) => messageAt(row, 0)),
    /** Newest first. */
    withFileOrLink: (conversationId: Id, limit: number): Message[] =>
      (withFileOrLink.all(conversationId, limit) as Row[]).map((row) => messageAt(row, 0)),
    /** The first at or after a moment, as far as they are here. */
    from: (conversationId: Id, moment: Instant): Message | null =>
      first(from, conversationId, moment),
    hasAt: (conversationId: Id, position: number): boolean =>
      at.get(conversationId, position) !== undefined,
    /** The first of the contact's above a position; what is of no service is nobody's to read. */
    unread: (conversationId: Id, above: number): Message | null =>
      first(unread, conversationId, above),
    /** Below a position, newest first. */
    before: (conversationId: Id, position: number, limit: number): Message[] =>
      (before.all(conversationId, position, limit) as Row[]).map((row) => messageAt(row, 0)),
  };
}
