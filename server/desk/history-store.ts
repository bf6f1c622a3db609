/** Where messages from before we were linked stand: among what is here, in the order of time. */
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Mark } from '../platform/feed.ts';
import type { Tx } from '../platform/postgres/pool.ts';

/** Far above every position that a conversation has. */
const outOfTheWay = 1_000_000_000;

export type Room = { positions: number[]; marks: Mark[] };

/**
 * Positions for messages of these times, earliest first, in a conversation that the caller has
 * locked. Below everything they go down from its first one; in between, what is newer moves up: so
 * a read mark that a console gives meanwhile reaches less far, never farther. `conversation` is
 * brought up to date, for the caller to save.
 */
export async function makeRoom(
  tx: Tx,
  conversation: Conversation,
  times: Instant[],
): Promise<Room> {
  const { id, lastPosition: last, settledPosition: settled } = conversation;
  const first = conversation.firstPosition ?? 1;
  const points = await pointsOf(tx, conversation, times);
  // The first ones of all begin at 1, as any others.
  const below = last < first ? 0 : points.filter((point) => point < first).length;
  const above = points.slice(below);
  const between = above.filter((point) => point < last);
  conversation.firstPosition = first - below;
  conversation.lastPosition = last + above.length;
  // What was dealt with stays so, and what was not; what stands above both is of no service.
  conversation.settledPosition =
    settled === last
      ? conversation.lastPosition
      : settled + between.filter((point) => point < settled).length;
  return {
    positions: points.map((point, n) => (n < below ? first - below + n : point + n - below + 1)),
    marks: between.length > 0 ? await moveUp(tx, id, between) : [],
  };
}

/** After which position each stands: before the first message that is newer. */
async function pointsOf(
  tx: Tx,
  { id, firstPosition = 1, lastPosition }: Conversation,
  times: Instant[],
): Promise<number[]> {
  if (lastPosition < firstPosition) return times.map(() => lastPosition);
  const oldest = await tx.query<{ sentAt: Instant }>(
    'select sent_at "sentAt" from messages where conversation_id = $1 and position = $2',
    [id, firstPosition],
  );
  const since = oldest.rows[0]?.sentAt ?? '';
  const inside = times.filter((at) => at >= since);
  // History mostly comes newest first, or in one piece: then nothing else is looked at.
  const newer =
    inside.length === 0
      ? []
      : (
          await tx.query<{ position: number; sentAt: Instant }>(
            `select position, sent_at "sentAt" from messages
             where conversation_id = $1 and sent_at > $2 order by position`,
            [id, inside[0]],
          )
        ).rows;
  let next = 0;
  return times.map((at) => {
    if (at < since) return firstPosition - 1;
    for (let row = newer[next]; row && row.sentAt <= at; row = newer[next]) next += 1;
    return (newer[next]?.position ?? lastPosition + 1) - 1;
  });
}

/** @param points after each of them one message comes in; ascending */
async function moveUp(tx: Tx, id: Id, points: number[]): Promise<Mark[]> {
  const above = [...new Set(points)];
  const upTo = above.map((_, n) => above[n + 1] ?? outOfTheWay);
  const by = above.map((point) => points.filter((one) => one <= point).length);
  const steps = 'unnest($2::int[], $3::int[], $4::int[]) step (above, up_to, by)';
  // Two steps, since a number is never held by two messages, not even for a moment.
  await tx.query(
    `update messages m set position = m.position + step.by + ${outOfTheWay} from ${steps}
     where m.conversation_id = $1 and m.position > step.above and m.position <= step.up_to`,
    [id, above, upTo, by],
  );
  const moved = await tx.query<{ id: Id }>(
    `update messages set position = position - ${outOfTheWay}
     where conversation_id = $1 and position > ${outOfTheWay / 2} returning id`,
    [id],
  );
  const readers = await tx.query<{ userId: Id }>(
    `update read_marks r set position = r.position + step.by from ${steps}
     where r.conversation_id = $1 and r.position > step.above and r.position <= step.up_to
     returning r.user_id "userId"`,
    [id, above, upTo, by],
  );
  return [
    ...moved.rows.map((row): Mark => ({ entity: 'message', id: row.id, userId: null })),
    ...readers.rows.map(({ userId }): Mark => ({ entity: 'readMark', id, userId })),
  ];
}
