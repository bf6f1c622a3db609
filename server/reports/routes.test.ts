import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServicesReport } from '#shared/contract/report.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { soughtBy } from './list.ts';
import { pageOfServices } from './list-store.ts';
import { testOffice } from './test-office.ts';

let at: TestDesk;
let office: Awaited<ReturnType<typeof testOffice>>;
let admin: string;
let attendant: string;
const phone = '+5511987650001';
const day = 'from=2026-11-20&to=2026-11-21';

/** One service: waits 4 min, answered at 9 by Ana, handed to Rui at 12, who finishes at 20. */
beforeAll(async () => {
  at = await testDesk();
  office = await testOffice(at.pool, () => new Date(at.clock.now));
  const ana = await at.person('Ana');
  const rui = await at.person('Rui');
  const eva = await at.person('Eva', 'admin');
  admin = await office.signIn(eva.id);
  attendant = await office.signIn(ana.id);
  await at.arrive(phone, 'bom dia', 'preciso de ajuda');
  at.minutes(4);
  const { id: conversationId, serviceId } = await at.conversation(phone);
  const about = { conversationId, serviceId };
  await at.perform(ana, { type: 'startService', ...about });
  at.minutes(5);
  const messageId = '00000000-0000-7000-8000-000000000001';
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId, kind: 'text', text: 'olá' },
  });
  at.minutes(3);
  await at.perform(ana, { type: 'transferService', ...about, attendantId: rui.id });
  at.minutes(8);
  await at.perform(rui, { type: 'finishService', ...about });
  await at.arrive('+5511987650002', 'alguém aí?');
});
afterAll(async () => {
  await office.close();
  await at.drop();
});

const mean = (seconds: number) => ({ count: 1, mean: seconds });
const times = (seconds: number) => ({ ...mean(seconds), median: seconds, ninetieth: seconds });

it('tells a day: by who held it when it finished, and who answered when it was answered', async () => {
  const answer = await office.ask(admin, `/api/v1/reports/services?${day}&compare=before`);
  expect(answer.statusCode).toBe(200);
  const report: ServicesReport = answer.json();
  expect(report).toMatchObject({
    ...{ from: '2026-11-20T03:00:00.000Z', to: '2026-11-21T03:00:00.000Z' },
    ...{ timeZone: 'America/Sao_Paulo', finished: 1, open: 1, opened: 2 },
    ...{ openNow: 0, waitingNow: 1, openHeldBySeveral: true },
    ...{ waiting: times(240), firstAnswer: times(540), duration: times(960) },
    reasons: { attendant: 1, inactivity: 0, unattended: 0 },
    evaluation: { asked: 1, answered: 0, responseRate: 0, mean: null },
    days: [{ date: '2026-11-20', opened: 2, finished: 1, inbound: 3 }],
    load: [{ weekday: 5, hour: 9, opened: 2, inbound: 3 }],
    before: { from: '2026-11-19T03:00:00.000Z', finished: 0, open: 0 },
  });
  expect(report.perAttendant.map(({ attendant: who }) => who?.name)).toEqual(['Ana', 'Rui']);
  expect(report.perAttendant).toMatchObject([
    { finished: 0, open: 1, waiting: mean(240), firstAnswer: mean(540) },
    { finished: 1, open: 1, duration: mean(960), evaluation: { asked: 1 } },
  ]);
});

it('within business hours, of any period, however long', async () => {
  const weekly = [{ days: [5], from: '09:02', to: '09:15' }];
  await at.pool.query("insert into settings (key, value) values ('hours', $1)", [
    JSON.stringify({ on: true, weekly, holidays: [] }),
  ]);
  const began = performance.now();
  const ages = 'from=1970-01-01&to=2999-12-31&hours=business';
  const report = (await office.ask(admin, `/api/v1/reports/services?${ages}`)).json();
  // Centuries of opening hours are not reckoned for a morning's work.
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(report).toMatchObject({
    ...{ hours: 'business', businessHours: true, finished: 1 },
    // From nine on, in minutes: waits 0 to 4, answered at 9, goes on from 4 to 20; open from 2 to 15.
    ...{ waiting: times(120), firstAnswer: times(420), duration: times(660) },
  });
  await at.pool.query("delete from settings where key = 'hours'");
  const closed = (await office.ask(admin, `/api/v1/reports/services?${day}&hours=business`)).json();
  expect(closed).toMatchObject({ hours: 'all', businessHours: false, waiting: times(240) });
});

it('the list keeps its shape, and shows what a figure counts', async () => {
  const all = (await office.ask(admin, '/api/v1/services')).json();
  expect(all.items).toHaveLength(2);
  expect(Object.keys(all)).toEqual(['items', 'nextCursor']);
  const one = (await office.ask(admin, `/api/v1/services?by=finished&${day}`)).json();
  expect(one.items).toMatchObject([
    {
      state: 'finished',
      attendant: { name: 'Rui' },
      contact: { phone },
      finishReason: 'attendant',
    },
  ]);
  const said = (await office.ask(admin, '/api/v1/services?text=algu%C3%A9m')).json();
  expect(said.items).toMatchObject([{ state: 'waiting' }]);
  expect((await office.ask(admin, '/api/v1/services/count?text=preciso')).json()).toEqual({
    count: 1,
  });
});

it('a word that very many have is looked for in each service, with the same result', async () => {
  for (const text of ['alguém', 'dia ajuda', 'bom dia', '98765', 'nenhum']) {
    const sought = await soughtBy(at.pool, { text }, at.desk.now());
    const [few, many] = await Promise.all(
      [sought, { ...sought, ids: null }].map((one) => pageOfServices(at.pool, one, null, 50)),
    );
    expect(sought.ids).not.toBeNull();
    expect([text, many?.map(({ id }) => id)]).toEqual([text, few?.map(({ id }) => id)]);
  }
});

it('an attendant gets the list as ever, and nothing of the office', async () => {
  expect((await office.ask(attendant, '/api/v1/services?state=waiting')).json().items).toHaveLength(
    1,
  );
  for (const path of [
    '/api/v1/reports/services',
    '/api/v1/services/count',
    '/api/v1/services?by=finished',
    '/api/v1/services?evaluated=false',
    '/api/v1/services?score=1',
    '/api/v1/services?text=ajuda',
  ]) {
    const refused = await office.ask(attendant, path);
    expect([path, refused.statusCode]).toEqual([path, 403]);
    expect((await office.ask(null, path)).statusCode).toBe(401);
  }
  const change = { method: 'PUT' as const, payload: { timeZone: 'Europe/Lisbon' } };
  expect((await office.ask(attendant, '/api/v1/workspace/clock', change)).statusCode).toBe(403);
});

it('says what is wrong with a period, a zone and a cursor', async () => {
  const path = async (url: string) => (await office.ask(admin, url)).json().errors?.[0]?.path;
  expect(await path('/api/v1/reports/services?from=2026-11-21&to=2026-11-20')).toBe('/to');
  expect(await path('/api/v1/reports/services?from=ontem')).toBe('/from');
  expect(await path('/api/v1/services?cursor=zzzz')).toBe('/cursor');
  expect(await path('/api/v1/services?attendantId=ana')).toBe('/attendantId');
  const payload = { timeZone: 'Europa/Lisboa' };
  const refused = await office.ask(admin, '/api/v1/workspace/clock', { method: 'PUT', payload });
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([400, '/timeZone']);
});

it('days are those of the zone that an admin chose', async () => {
  const payload = { timeZone: 'asia/tokyo' };
  const chosen = await office.ask(admin, '/api/v1/workspace/clock', { method: 'PUT', payload });
  expect(chosen.json()).toEqual({ timeZone: 'Asia/Tokyo' });
  const report = (await office.ask(admin, `/api/v1/reports/services?${day}`)).json();
  expect(report).toMatchObject({ from: '2026-11-19T15:00:00.000Z', timeZone: 'Asia/Tokyo' });
  expect(report.load).toMatchObject([{ weekday: 5, hour: 21, opened: 2 }]);
});
