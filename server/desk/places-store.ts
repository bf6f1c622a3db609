/** Where in a conversation something stands. */
import type { MessagePlace, PlaceRequest } from '#shared/contract/place.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Sql } from '../platform/postgres/pool.ts';

const columns = `conversation_id "conversationId", id "messageId", position, sent_at "sentAt"`;

/**
 * A message by its id, in whatever conversation it is by now; the first one of a conversation at or
 * after a moment, else its last. Null: there is none.
 */
export async function placeOf(
  sql: Sql,
  { conversationId, sought }: PlaceRequest,
): Promise<MessagePlace | null> {
  if ('messageId' in sought) {
    const { rows } = await sql.query<MessagePlace>(
      `select ${columns} from messages where id = $1`,
      [sought.messageId],
    );
    return rows[0] ?? null;
  }
  if (Number.isNaN(Date.parse(sought.from))) {
    throw new Refused('invalid', 'There is no such moment.', { path: '/sought/from' });
  }
  // By position, as a day is shown: a phone whose clock was behind does not begin its day anew.
  const { rows } = await sql.query<MessagePlace>(
    `(select ${columns}, 0 nth from messages where conversation_id = $1 and sent_at >= $2
      order by position limit 1)
     union all
     (select ${columns}, 1 nth from messages where conversation_id = $1
      order by position desc limit 1)
     order by nth limit 1`,
    [conversationId, sought.from],
  );
  const [found] = rows;
  if (!found) return null;
  const { messageId, position, sentAt } = found;
  return { conversationId, messageId, position, sentAt };
}
