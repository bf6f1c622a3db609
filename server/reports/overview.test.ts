/** The overview says what the report of today and the lists say. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Overview } from '#shared/contract/overview.ts';
import type { ServicesReport } from '#shared/contract/report.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { testOffice } from './test-office.ts';

let at: TestDesk;
let office: Awaited<ReturnType<typeof testOffice>>;
let admin: string;
let ana: Awaited<ReturnType<TestDesk['person']>>;
const phones = [1, 2, 3, 4].map((n) => `+551198765000${n}`) as [string, string, string, string];

beforeAll(async () => {
  at = await testDesk();
  office = await testOffice(at.pool, () => new Date(at.clock.now));
  ana = await at.person('Ana');
  admin = await office.signIn((await at.person('Eva', 'admin')).id);
});
afterAll(async () => {
  await office.close();
  await at.drop();
});

async function get<T>(path: string): Promise<T> {
  const answer = await office.ask(admin, path);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json() as T;
}
const now = () => get<Overview>('/api/v1/reports/now');

it('a workspace without any service has zeros', async () => {
  expect(await now()).toMatchObject({
    ...{ timeZone: 'America/Sao_Paulo', openNow: 0, waitingNow: 0, finishedToday: 0 },
    ...{ openedToday: 0, held: [], waiting: [], failed: { count: 0, conversations: [] } },
    evaluationToday: { asked: 0, answered: 0, responseRate: null, mean: null },
  });
});

it('tells who holds what, who waits longest, and what today has brought', async () => {
  for (const phone of phones) {
    await at.arrive(phone, 'oi');
    at.minutes(3);
  }
  for (const phone of phones.slice(0, 2)) {
    const { id: conversationId, serviceId } = await at.conversation(phone);
    await at.perform(ana, { type: 'startService', conversationId, serviceId });
  }
  const { id: conversationId, serviceId } = await at.conversation(phones[0]);
  await at.perform(ana, { type: 'finishService', conversationId, serviceId });
  const seen = await now();
  const waiting = await at.conversation(phones[2]);
  expect(seen).toMatchObject({
    ...{ openNow: 1, waitingNow: 2, finishedToday: 1, openedToday: 4 },
    held: [{ attendantId: ana.id, open: 1 }],
    evaluationToday: { asked: 1, answered: 0 },
  });
  expect(seen.waiting.map((one) => one.contact.phone)).toEqual(phones.slice(2));
  expect(seen.waiting[0]).toMatchObject({
    conversationId: waiting.id,
    serviceId: waiting.serviceId,
  });
  const { from, to } = seen.today;
  const period = `from=${from}&to=${to}`;
  const report = await get<ServicesReport>(`/api/v1/reports/services?${period}`);
  expect(seen).toMatchObject({
    ...{ openNow: report.openNow, waitingNow: report.waitingNow },
    ...{ finishedToday: report.finished, openedToday: report.opened },
    evaluationToday: report.evaluation,
  });
  const count = async (query: string) =>
    (await get<{ count: number }>(`/api/v1/services/count?${query}`)).count;
  expect(await count(`by=finished&${period}`)).toBe(seen.finishedToday);
  expect(await count(`state=open&attendantId=${ana.id}`)).toBe(1);
});

it('tells which messages of today did not go out, and forgets them with the day', async () => {
  const { id: conversationId } = await at.conversation(phones[1]);
  const messageId = '00000000-0000-7000-8000-00000000000a';
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId, kind: 'text', text: 'olá' },
  });
  await at.pool.query(`update messages set failure = 'sem WhatsApp' where id = $1`, [messageId]);
  expect((await now()).failed).toMatchObject({
    count: 1,
    conversations: [{ conversationId, count: 1, contact: { phone: phones[1] } }],
  });
  at.minutes(24 * 60);
  expect(await now()).toMatchObject({
    ...{ failed: { count: 0 }, finishedToday: 0, openedToday: 0, openNow: 1, waitingNow: 2 },
  });
});

it('the longest waits are told, the others counted', async () => {
  for (let n = 0; n < 60; n += 1) await at.arrive(`+5511970000${100 + n}`, 'oi');
  const { waiting, waitingNow } = await now();
  expect([waiting.length, waitingNow]).toEqual([50, 62]);
  expect(waiting[0]?.contact.phone).toBe(phones[2]);
});

it('is for admins', async () => {
  const token = await office.signIn(ana.id);
  expect((await office.ask(token, '/api/v1/reports/now')).statusCode).toBe(403);
  expect((await office.ask(null, '/api/v1/reports/now')).statusCode).toBe(401);
});
