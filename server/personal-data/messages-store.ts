/** Messages that go for good, with their files; inside the caller's transaction. */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Tx } from '../platform/postgres/pool.ts';

export type Gone = {
  /** The messages that are no more. */
  messages: Id[];
  /** Messages of other conversations that lost their file. */
  changed: Id[];
};

/**
 * All messages of these conversations, or those sent before a moment. The reports' counts of messages
 * stay. Whoever calls this holds the conversations' locks, and records the changes.
 */
export async function eraseMessages(
  tx: Tx,
  conversationIds: readonly Id[],
  before: Instant | null = null,
): Promise<Gone> {
  return eraseWhere(
    tx,
    'm.conversation_id = any($1) and ($2::timestamptz is null or m.sent_at < $2)',
    [conversationIds, before],
  );
}

type Row = { id: Id; conversationId: Id; attachmentId: Id | null; inbound: boolean };

/** @param where over `m`, with its values; an SQL text of ours */
export async function eraseWhere(tx: Tx, where: string, values: unknown[]): Promise<Gone> {
  const { rows } = await tx.query<Row>(
    // What the trigger takes off the counts is put on them again: it was said, and stays counted.
    `with gone as (
       delete from messages m where ${where}
       returning id, conversation_id, attachment_id, direction, kind, sent_at
     ), counted as (
       insert into message_counts (quarter, inbound, outbound)
       select quarter_of(sent_at), count(*) filter (where direction = 'in'),
              count(*) filter (where direction = 'out')
       from gone where is_said(kind) group by 1
     )
     select id, conversation_id "conversationId", attachment_id "attachmentId",
       direction = 'in' inbound from gone`,
    values,
  );
  const messages = rows.map(({ id }) => id);
  // What others quoted of them.
  const quoting = await tx.query<{ id: Id }>(
    `update messages set quote = (quote - 'sender') || '{"text": null}'
     where conversation_id = any($2) and quote ->> 'messageId' = any($1::text[]) returning id`,
    [messages, [...new Set(rows.map(({ conversationId }) => conversationId))]],
  );
  const ofMessages = (inbound: boolean) =>
    rows.flatMap((row) => (row.inbound === inbound && row.attachmentId ? row.attachmentId : []));
  const lost = await eraseFiles(tx, ofMessages(true), 'everywhere');
  await eraseFiles(tx, ofMessages(false), 'unused');
  return { messages, changed: [...quoting.rows.map(({ id }) => id), ...lost] };
}

/**
 * Lets go of files. What another message has stays with it, unless it goes `everywhere`: then that
 * message says that its file is gone.
 * @returns those messages
 */
export async function eraseFiles(
  tx: Tx,
  ids: readonly Id[],
  how: 'everywhere' | 'unused',
): Promise<Id[]> {
  if (ids.length === 0) return [];
  const places = await tx.query<{ place: string | null }>(
    `delete from attachments a where a.id = any($1)
       and not exists (select from messages m where m.attachment_id = a.id)
       and not exists (select from contacts k where k.picture_id = a.id)
     returning a.place`,
    [ids],
  );
  const kept =
    how === 'unused'
      ? { rows: [] }
      : await tx.query<{ id: Id; place: string | null }>(
          `with found as (select id, place from attachments where id = any($1) for update)
           update attachments a
           set state = 'gone', place = null, sha256 = null, size = null, name = '', look = '{}',
               source = null
           from found where found.id = a.id returning a.id, found.place`,
          [ids],
        );
  await tx.query(
    `insert into file_removals (place) select unnest($1::text[]) on conflict do nothing`,
    [[...places.rows, ...kept.rows].flatMap(({ place }) => place ?? [])],
  );
  if (kept.rows.length === 0) return [];
  const { rows } = await tx.query<{ id: Id }>(
    'select id from messages where attachment_id = any($1)',
    [kept.rows.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}

/** Places of the storage to be emptied, some at a time. */
export async function filesToRemove(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ place: string }>(
    'select place from file_removals order by place limit $1 for update skip locked',
    [limit],
  );
  return rows.map(({ place }) => place);
}

export async function noteRemoved(tx: Tx, places: readonly string[]): Promise<void> {
  await tx.query('delete from file_removals where place = any($1)', [places]);
}
