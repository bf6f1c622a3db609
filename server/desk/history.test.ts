/** History in any pieces and any order, with live messages in between: it ends in the order of time. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message } from '#shared/contract/message.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { ingest } from './ingest.ts';
import { readChanges } from './rows.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let phones = 0;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

const newPhone = () => `+55119${String(60_000_000 + ++phones)}`;
const long = Date.parse('2026-01-01T00:00:00.000Z');
/** The nth minute of a history of long ago. */
const minute = (n: number) => new Date(long + n * 60_000).toISOString();
const old = (phone: string, n: number) =>
  at.inbound(phone, `há tempo ${n}`, {
    ...{ history: true, sentAt: minute(n), whatsappId: `H${n}`, fromMe: n % 3 === 0 },
  });

type Stored = Pick<Message, 'id' | 'position' | 'text' | 'sentAt' | 'serviceId'>;
const stored = async (conversationId: string): Promise<Stored[]> =>
  (
    await at.pool.query<Stored>(
      `select id, position, text, sent_at "sentAt", service_id "serviceId" from messages
       where conversation_id = $1 order by position`,
      [conversationId],
    )
  ).rows;
const conversationOf = async (id: string) => {
  const [change] = await readChanges(at.pool, [{ entity: 'conversation', id }], null);
  return change?.row as Conversation;
};
const markOf = async (conversationId: string): Promise<number> => {
  const { rows } = await at.pool.query<{ position: number }>(
    'select position from read_marks where conversation_id = $1',
    [conversationId],
  );
  return rows[0]?.position ?? 0;
};

/** What a console has that was told each change when it was made. */
async function follow(rows: Map<string, Message>): Promise<void> {
  for (const { marks } of at.published.splice(0)) {
    const changes: Change[] = await readChanges(at.pool, marks, null);
    for (const change of changes) {
      if (change.entity !== 'message') continue;
      if (change.row) rows.set(change.id, change.row);
      else rows.delete(change.id);
    }
  }
}

it('any split of a history, in any order, mixed with live messages, ends in the order of time', async () => {
  const pieces = fc
    .record({
      size: fc.integer({ min: 1, max: 24 }),
      cuts: fc.array(fc.nat(23), { maxLength: 6 }),
      shuffled: fc.boolean(),
      live: fc.array(fc.nat(6), { maxLength: 4 }),
      read: fc.nat(6),
      late: fc.nat(3),
    })
    .chain((made) => {
      const all = Array.from({ length: made.size }, (_, n) => n);
      const order = made.shuffled
        ? fc.shuffledSubarray(all, { minLength: made.size })
        : fc.constantFrom(all, all.toReversed());
      return order.map((given) => ({ ...made, given }));
    });
  await fc.assert(
    fc.asyncProperty(pieces, async ({ given, cuts, live, read, late }) => {
      const phone = newPhone();
      const bounds = [0, ...new Set(cuts), given.length].sort((a, b) => a - b);
      const batches = bounds
        .slice(1)
        .map((end, n) => given.slice(bounds[n], end))
        .filter((batch) => batch.length > 0);
      const unread: string[] = [];
      at.published.length = 0;
      const cache = new Map<string, Message>();
      for (const [n, batch] of batches.entries()) {
        await ingest(
          at.desk,
          batch.map((one) => old(phone, one)),
        );
        // The same again is nothing new.
        if (n === 0)
          await ingest(
            at.desk,
            batch.map((one) => old(phone, one)),
          );
        await follow(cache);
        for (const _ of live.filter((when) => when === n)) {
          at.minutes(1);
          const text = `agora ${unread.length}`;
          await at.arrive(phone, text);
          unread.push(text);
        }
        await follow(cache);
        // One that comes later has a part only.
        if (n < late) cache.clear();
        if (n !== read || unread.length === 0) continue;
        const { id: conversationId } = await at.conversation(phone);
        const { lastPosition } = await conversationOf(conversationId);
        await at.perform(ana, { type: 'markRead', conversationId, position: lastPosition });
        unread.splice(0, unread.length, ...unread.map(() => ''));
      }
      const { id } = await at.conversation(phone);
      const rows = await stored(id);
      const place = await conversationOf(id);
      const times = rows.map(({ sentAt }) => sentAt);
      expect(times).toEqual(times.toSorted());
      expect(rows).toHaveLength(given.length + unread.length);
      const { firstPosition = 1, lastPosition, settledPosition } = place;
      expect(rows.map(({ position }) => position)).toEqual(rows.map((_, n) => firstPosition + n));
      expect(rows.at(-1)?.position).toBe(lastPosition);
      expect(place.lastActivityAt).toBe(times.at(-1));

      // Unread is what came since the mark, and of the history nothing.
      const bound = Math.max(settledPosition, await markOf(id));
      const left = rows.filter(({ position, serviceId }) => serviceId && position > bound);
      expect(left.map(({ text }) => text)).toEqual(unread.filter((text) => text !== ''));

      const told = [...cache.values()].sort((a, b) => a.position - b.position);
      const here = rows.filter((row) => cache.has(row.id));
      const placed = (all: Pick<Message, 'id' | 'position'>[]) =>
        all.map((message) => [message.id, message.position]);
      expect(placed(told)).toEqual(placed(here));
      if (late === 0) expect(told).toHaveLength(rows.length);
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('what was given out as read and what was not stays so, wherever history comes between', async () => {
  const phone = newPhone();
  const write = async (n: number) =>
    ingest(at.desk, [at.inbound(phone, `novo ${n}`, { sentAt: minute(n) })]);
  for (const n of [10, 20, 30]) await write(n);
  const { id: conversationId } = await at.conversation(phone);
  await at.perform(ana, { type: 'markRead', conversationId, position: 2 });
  const before = at.published.length;
  await ingest(
    at.desk,
    [5, 15, 25, 35].map((n) => old(phone, n)),
  );
  const rows = await stored(conversationId);
  expect(rows.map(({ text, position }) => [position, text])).toEqual([
    [0, 'há tempo 5'],
    [1, 'novo 10'],
    [2, 'há tempo 15'],
    [3, 'novo 20'],
    [4, 'há tempo 25'],
    [5, 'novo 30'],
    [6, 'há tempo 35'],
  ]);
  expect(await markOf(conversationId)).toBe(3);
  const marks = at.published.slice(before).flatMap((recorded) => recorded.marks);
  expect(marks).toContainEqual({ entity: 'readMark', id: conversationId, userId: ana.id });
});

it('a history of 10,000 messages, newest first, moves nothing of what is there', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'hoje');
  const batch = 500;
  const before = at.published.length;
  for (let from = 10_000 - batch; from >= 0; from -= batch) {
    await ingest(
      at.desk,
      Array.from({ length: batch }, (_, n) => old(phone, from + n)),
    );
  }
  const { id } = await at.conversation(phone);
  const rows = await stored(id);
  expect(rows).toHaveLength(10_001);
  expect(rows[0]).toMatchObject({ text: 'há tempo 0', position: 1 - 10_000 });
  expect(rows.at(-1)).toMatchObject({ text: 'hoje', position: 1 });
  const told = at.published
    .slice(before)
    .flatMap(({ marks }) => marks.filter(({ entity }) => entity === 'message'));
  expect(told).toHaveLength(10_000);
}, 60_000);

it('oldest first, only what is newer than all of it moves', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'hoje', 'agora');
  const before = at.published.length;
  for (let from = 0; from < 3_000; from += 500) {
    await ingest(
      at.desk,
      Array.from({ length: 500 }, (_, n) => old(phone, from + n)),
    );
  }
  const told = at.published
    .slice(before)
    .flatMap(({ marks }) => marks.filter(({ entity }) => entity === 'message'));
  // The two of today with each batch but the first.
  expect(told).toHaveLength(3_000 + 5 * 2);
}, 60_000);
