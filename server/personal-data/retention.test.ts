import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { older, pull, snapshot } from '../desk/feed-reading.ts';
import { ingest } from '../desk/ingest.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { nobody } from '../platform/audit.ts';
import { patchSetting } from '../platform/setting.ts';
import { forgetAtNight, retentionCount, retentionSetting } from './retention.ts';

let at: TestDesk;
let ana: SignedInUser;
let woken = 0;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

const retaining = () => ({
  ...{ pool: at.pool, publish: at.desk.publish, now: at.desk.now },
  wake: () => {
    woken += 1;
  },
});
const keep = (months: number | null) => patchSetting(at.pool, nobody, retentionSetting, { months });
const clock = (text: string) => {
  at.clock.now = Date.parse(text);
};
const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const textsOf = async (id: string) =>
  (await rows('select text from messages where conversation_id = $1 order by position', id)).map(
    ({ text }) => text,
  );
const figures = async () => ({
  counts: await rows('select sum(inbound)::int "in", sum(outbound)::int "out" from message_counts'),
  services: await rows(
    `select s.state, s.created_at, s.finished_at, t.answered_at from services s
     join service_times t on t.service_id = s.id order by s.id`,
  ),
});
const phone = '+5511922000001';

it('what is older than the months goes at night, with its file, and the numbers stay', async () => {
  clock('2026-01-10T15:00:00Z');
  await at.arrive(phone, 'janeiro');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId: newId(), kind: 'text', text: 'resposta' },
  } as never);
  await ingest(at.desk, [
    at.inbound(phone, '', {
      kind: 'document',
      text: null,
      attachment: {
        kind: 'document',
        name: 'a.pdf',
        mediaType: 'application/pdf',
        size: 3,
        source: {},
      },
    } as never),
  ]);
  await rows(
    `update attachments set state = 'here', place = 'ab/cd', size = 3, sha256 = repeat('a', 64)`,
  );
  await at.perform(ana, { type: 'finishService', conversationId, serviceId });
  clock('2026-03-10T15:00:00Z');
  await at.arrive(phone, 'março');
  const before = await figures();
  const { epoch, cursor } = await snapshot(at.pool, ana.id, { after: null });

  // Eight at night of the second of July in São Paulo: not yet.
  clock('2026-07-02T23:00:00Z');
  await keep(6);
  // The question for an evaluation was January's, too.
  const january = (await textsOf(conversationId)).slice(0, -1);
  expect(await retentionCount(retaining(), 6)).toMatchObject({
    ...{ messages: 0, attachments: 0, conversations: 0, before: '2026-01-02T23:00:00.000Z' },
  });
  clock('2026-07-11T05:30:00Z');
  expect(await retentionCount(retaining(), 6)).toMatchObject({
    ...{ messages: january.length, attachments: 1, conversations: 1 },
  });
  clock('2026-07-11T15:30:00Z');
  expect(await forgetAtNight(retaining())).toBe(0);
  clock('2026-07-12T05:30:00Z');
  const gone = await Promise.all([forgetAtNight(retaining()), forgetAtNight(retaining())]);
  expect(gone.reduce((a, b) => a + b)).toBe(january.length);
  expect(woken).toBeGreaterThan(0);
  expect(await textsOf(conversationId)).toEqual(['março']);
  expect(await rows('select place from file_removals')).toEqual([{ place: 'ab/cd' }]);
  expect(await figures()).toEqual(before);

  // Consoles hear that they are no more, and that nothing is to be looked for below.
  const answer = await pull(at.pool, ana.id, { epoch, since: cursor });
  const changes = answer.reset ? [] : answer.changes;
  expect(changes.filter(({ entity, row }) => entity === 'message' && row === null)).toHaveLength(
    january.length,
  );
  const left = (await older(at.pool, { conversationId, before: 1_000, limit: 50 })).messages;
  expect(changes.find(({ entity }) => entity === 'conversation')?.row).toMatchObject({
    firstPosition: left[0]?.position,
  });
  expect(await forgetAtNight(retaining())).toBe(0);
});

it('an emptied conversation goes on where it was, and off keeps everything', async () => {
  await keep(null);
  clock('2027-06-01T05:30:00Z');
  expect(await forgetAtNight(retaining())).toBe(0);
  await keep(1);
  expect(await forgetAtNight(retaining())).toBeGreaterThan(0);
  const { id } = await at.conversation(phone);
  expect(await textsOf(id)).toEqual([]);
  await at.arrive(phone, 'junho');
  const [row] = await rows(
    `select m.position > 0 later, c.first_position = m.position first, c.last_position = m.position last
     from conversations c join messages m on m.conversation_id = c.id where c.id = $1`,
    id,
  );
  expect(row).toEqual({ later: true, first: true, last: true });
});
