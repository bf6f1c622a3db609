import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { endOverdue } from './automatic-end.ts';
import { openService, returnServicesOf } from './commands.ts';
import { ingest } from './ingest.ts';
import { oldestQueued } from './outgoing.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let bia: SignedInUser;
beforeAll(async () => {
  at = await testDesk();
  [ana, bia] = [await at.person('Ana'), await at.person('Bia')];
});
afterAll(() => at.drop());

const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
let phones = 0;
async function waiting() {
  const phone = `+55119100${String(++phones).padStart(5, '0')}`;
  await at.arrive(phone, 'oi');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  return { phone, conversationId, serviceId };
}
const text = (conversationId: string, text = 'olá', messageId = newId()) => ({
  type: 'sendMessage' as const,
  kind: 'text' as const,
  conversationId,
  messageId,
  text,
});

it('lets one of two win each of 200 races, and tells the other the name of the winner', async () => {
  for (let race = 0; race < 200; race += 1) {
    const { conversationId, serviceId } = await waiting();
    const start = { type: 'startService' as const, conversationId, serviceId };
    const answers = await Promise.all([at.perform(ana, start), at.perform(bia, start)]);
    const won = answers.findIndex((answer) => answer.ok);
    const refused = answers[1 - won];
    const winner = [ana, bia][won];
    expect(refused).toMatchObject({
      ok: false,
      code: 'service-held',
      holder: { id: winner?.id, name: winner?.name },
    });
    const [service] = await rows('select attendant_id from services where id = $1', serviceId);
    expect(service.attendant_id).toBe(winner?.id);
  }
});

it('carries out the same command once, even two at a time, and gives its first answer again', async () => {
  const { conversationId, serviceId } = await waiting();
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const [command, id] = [text(conversationId), newId()];
  const answers = await Promise.all([1, 2, 3].map(() => at.perform(ana, command, id)));
  const [again] = [await at.perform(ana, command, id)];
  const values = answers.map(({ repeated: _, ...answer }) => answer);
  expect(values[1]).toEqual(values[0]);
  expect(again).toEqual({ ...values[0], repeated: true });
  const [count] = await rows(
    `select count(*) n from messages where conversation_id = $1 and direction = 'out'`,
    conversationId,
  );
  expect(count.n).toBe(1);
});

it('keeps a refusal as the answer, too', async () => {
  const { conversationId, serviceId } = await waiting();
  const id = newId();
  const finish = { type: 'finishService' as const, conversationId, serviceId };
  expect(await at.perform(ana, finish, id)).toMatchObject({ code: 'service-waiting' });
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  expect(await at.perform(ana, finish, id)).toMatchObject({ code: 'service-waiting' });
});

it("refuses another user's command id, a message id that exists, and ids of nothing", async () => {
  const { conversationId, serviceId } = await waiting();
  const id = newId();
  const start = { type: 'startService' as const, conversationId, serviceId };
  await at.perform(ana, start, id);
  await expect(at.perform(bia, start, id)).rejects.toMatchObject({
    refusal: { code: 'duplicate-id' },
  });
  const messageId = newId();
  await at.perform(ana, text(conversationId, 'a', messageId));
  expect(await at.perform(ana, text(conversationId, 'b', messageId))).toMatchObject({
    code: 'duplicate-id',
    path: '/messageId',
  });
  expect(await at.perform(ana, text(newId()))).toMatchObject({ code: 'not-found' });
  const other = await waiting();
  expect(await at.perform(ana, { ...start, conversationId: other.conversationId })).toMatchObject({
    code: 'service-finished',
  });
  expect(await at.perform(bia, text(conversationId))).toMatchObject({ code: 'service-held' });
  expect(await at.perform(ana, text(conversationId, ' \u0000 '))).toMatchObject({
    code: 'invalid',
    path: '/text',
  });
});

it('transfers to who can take it only', async () => {
  const { conversationId, serviceId } = await waiting();
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const gone = await at.person('Gone');
  await at.pool.query('update users set active = false where id = $1', [gone.id]);
  const transfer = { type: 'transferService' as const, conversationId, serviceId };
  expect(await at.perform(ana, { ...transfer, attendantId: gone.id })).toMatchObject({
    code: 'attendant-unavailable',
  });
  expect(await at.perform(ana, { ...transfer, attendantId: bia.id })).toMatchObject({
    value: { service: { attendantId: bia.id } },
  });
});

it('writes the job with the message, and marks read only forward and only as oneself', async () => {
  const { conversationId, serviceId } = await waiting();
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  await at.perform(ana, text(conversationId));
  const jobs = await rows(
    `select data from job_outbox where data->>'conversationId' = $1`,
    conversationId,
  );
  expect(jobs).toHaveLength(1);
  for (const position of [2, 1, 99]) {
    await at.perform(ana, { type: 'markRead', conversationId, position });
  }
  const marks = await rows(
    'select user_id, position from read_marks where conversation_id = $1',
    conversationId,
  );
  expect(marks).toEqual([{ user_id: ana.id, position: 2 }]);
});

it('begins a service with a contact who never wrote, once', async () => {
  const phone = '+5511920000001';
  const first = await openService(at.desk, ana, { phone });
  expect(await openService(at.desk, ana, { phone })).toEqual({ ...first, made: false });
  await expect(openService(at.desk, bia, { phone })).rejects.toMatchObject({
    refusal: { code: 'service-held', holder: { name: 'Ana' } },
  });
  await expect(openService(at.desk, bia, { contactId: newId() })).rejects.toMatchObject({
    refusal: { code: 'not-found' },
  });
});

it('gives the open services of who leaves back to waiting', async () => {
  const leaver = await at.person('Leaver');
  const { conversationId, serviceId, phone } = await waiting();
  await at.perform(leaver, { type: 'startService', conversationId, serviceId });
  await returnServicesOf(at.desk, leaver.id, null);
  expect(await at.conversation(phone)).toMatchObject({ serviceId, state: 'waiting' });
});

it('ends what fell due while nobody was there, at the moment at which it fell due', async () => {
  const { conversationId, serviceId } = await waiting();
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const due = new Date(at.clock.now + 30 * 60_000).toISOString();
  at.minutes(95);
  await Promise.all([endOverdue(at.desk), endOverdue(at.desk)]);
  const [service] = await rows('select * from services where id = $1', serviceId);
  expect(service).toMatchObject({
    state: 'finished',
    finished_at: due,
    finish_reason: 'inactivity',
    attendant_id: ana.id,
  });
  const steps = await rows(
    `select at from service_steps where service_id = $1 and kind = 'finished'`,
    serviceId,
  );
  expect(steps).toEqual([{ at: due }]);
});

it('never changes what is finished: the schema says so itself', async () => {
  const { conversationId, serviceId } = await waiting();
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  await at.perform(ana, { type: 'finishService', conversationId, serviceId });
  await expect(
    at.pool.query('update services set attendant_id = $2 where id = $1', [serviceId, bia.id]),
  ).rejects.toThrow('is finished and cannot change');
  await at.pool.query(
    'update services set evaluation_score = 5, evaluated_at = now() where id = $1',
    [serviceId],
  );
});

it('holds its invariants in the database under random, simultaneous happenings', async () => {
  const happening = fc.record({
    what: fc.constantFrom('message', 'start', 'finish', 'transfer', 'send', 'timer', 'pass'),
    who: fc.constantFrom(0, 1),
    minutes: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(happening, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
      async (rounds) => {
        const { phone, conversationId } = await waiting();
        for (const round of rounds) {
          const { serviceId } = await at.conversation(phone);
          const meant = { conversationId, serviceId: serviceId ?? newId() };
          const finishedBefore = await rows(
            `select * from services where conversation_id = $1 and state = 'finished' order by id`,
            conversationId,
          );
          await Promise.all(
            round.map(async ({ what, who, minutes }) => {
              const user = who === 0 ? ana : bia;
              const other = who === 0 ? bia : ana;
              if (what === 'message') await at.arrive(phone, 'mais uma coisa');
              else if (what === 'start') await at.perform(user, { type: 'startService', ...meant });
              else if (what === 'finish')
                await at.perform(user, { type: 'finishService', ...meant });
              else if (what === 'transfer')
                await at.perform(user, {
                  type: 'transferService',
                  ...meant,
                  attendantId: other.id,
                });
              else if (what === 'send') await at.perform(user, text(conversationId));
              else if (what === 'timer') await endOverdue(at.desk);
              else at.minutes(minutes);
            }),
          );
          const services = await rows(
            'select * from services where conversation_id = $1 order by id',
            conversationId,
          );
          expect(services.filter((s) => s.state !== 'finished').length).toBeLessThanOrEqual(1);
          for (const before of finishedBefore) {
            expect(services.find((s) => s.id === before.id)).toEqual(before);
          }
          for (const ended of services.filter((s) => s.finish_reason === 'inactivity')) {
            expect(Date.parse(ended.finished_at) - Date.parse(ended.last_interaction_at)).toBe(
              30 * 60_000,
            );
          }
          const [gap] = await rows(
            `select count(*) n, coalesce(max(m.position), 0) top, c.last_position "last"
           from conversations c left join messages m on m.conversation_id = c.id
           where c.id = $1 group by c.last_position`,
            conversationId,
          );
          expect(gap).toEqual({ n: gap.last, top: gap.last, last: gap.last });
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

it('tells the contact what whoever has their service has read, each once, and nobody else', async () => {
  const phone = '+5511910000777';
  await at.arrive(phone, 'um', 'dois');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  const told: string[][] = [];
  at.desk.read = (who, ids) => {
    expect(who).toEqual({ phone });
    told.push(ids);
  };
  const ids = async () => {
    const { rows } = await at.pool.query(
      `select whatsapp_id id from messages where conversation_id = $1 and direction = 'in'
       order by position`,
      [conversationId],
    );
    return rows.map(({ id }) => id as string);
  };
  const reads = async (user: SignedInUser, position: number, id = newId()) => {
    await at.perform(user, { type: 'markRead', conversationId, position }, id);
    // The same command again has had its effect.
    await at.perform(user, { type: 'markRead', conversationId, position }, id);
  };
  // It waits still: both look, nobody answers.
  await reads(ana, 1);
  await reads(bia, 2);
  expect(told).toEqual([]);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const [one, two] = await ids();
  expect(told).toEqual([[one]]);
  await reads(ana, 2);
  await reads(ana, 1);
  await at.arrive(phone, 'três');
  await reads(bia, 3);
  expect(told).toEqual([[one], [two]]);
  await reads(ana, 3);
  expect(told).toEqual([[one], [two], [(await ids())[2]]]);
  at.desk.read = undefined;
});

it('answers buttons with what was offered, as it was offered, and with nothing else', async () => {
  const { phone, conversationId, serviceId } = await waiting();
  const options = [
    { id: 'n', title: 'Não' },
    { id: 's', title: 'Sim', description: 'às 10h' },
  ];
  const content = { choices: { options, form: 'list' as const } };
  await ingest(at.desk, [at.inbound(phone, 'Confirma?', { kind: 'choices', content })]);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const [{ id: quotedId }, { id: plain }] = await rows(
    `select id from messages where conversation_id = $1 and direction = 'in' order by kind = 'text'`,
    conversationId,
  );
  const answer = (id: string, to = quotedId) => ({
    ...{ type: 'sendMessage' as const, kind: 'choice' as const, conversationId, quotedId: to },
    ...{ messageId: newId(), content: { choice: { id, title: 'made up' } } },
  });
  expect(await at.perform(ana, answer('s'))).toMatchObject({
    value: {
      message: {
        kind: 'choice',
        text: null,
        content: { choice: { ...options[1], form: 'list', nth: 1 } },
        quote: { messageId: quotedId, kind: 'choices', text: 'Confirma?' },
      },
    },
  });
  expect(await oldestQueued(at.pool, conversationId)).toMatchObject({
    ...{ kind: 'choice', content: { choice: { id: 's', nth: 1 } }, quoted: { fromMe: false } },
  });
  const refused = { code: 'invalid', path: '/content/choice' };
  expect(await at.perform(ana, answer('other'))).toMatchObject(refused);
  expect(await at.perform(ana, answer('s', plain))).toMatchObject(refused);
});
