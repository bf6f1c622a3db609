import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { HoursPatch } from '#shared/contract/business-hours.ts';
import type { GreetingPatch } from '#shared/contract/greeting.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { nobody } from '../platform/audit.ts';
import { patchSetting } from '../platform/setting.ts';
import { endOverdue } from './automatic-end.ts';
import { greetingSetting, hoursSetting, openNow } from './first-answers.ts';
import { ingest } from './ingest.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let phones = 0;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

const greeting = (patch: GreetingPatch) => patchSetting(at.pool, nobody, greetingSetting, patch);
const hours = (patch: HoursPatch) => patchSetting(at.pool, nobody, hoursSetting, patch);
const clock = (text: string) => {
  at.clock.now = Date.parse(text);
};
beforeEach(async () => {
  Object.assign(at.desk, { onlyTemplatesLater: undefined });
  await greeting({ on: true, againHours: 24, text: 'Olá, {{contact.firstName}}!' });
  await hours({
    ...{ on: false, away: true, awayText: 'Fechado. Voltamos {{opens}}.', holidays: [] },
    weekly: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
  });
});

type Said = { text: string; part: string | null; direction: string };
async function saidTo(phone: string): Promise<Said[]> {
  const { rows } = await at.pool.query(
    `select m.text, m.direction, coalesce(m.content ->> 'automatic', m.content #>> '{evaluation,part}') part
     from messages m join conversations c on c.id = m.conversation_id
     join contacts k on k.id = c.contact_id where k.phone = $1 order by m.position`,
    [phone],
  );
  return rows;
}
const textsTo = async (phone: string, part: 'greeting' | 'away') =>
  (await saidTo(phone)).filter((one) => one.part === part).map(({ text }) => text);
const newPhone = () => {
  phones += 1;
  return `+5511933${String(phones).padStart(6, '0')}`;
};
async function finish(phone: string) {
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  await at.perform(ana, { type: 'finishService', conversationId, serviceId });
}

it('nobody is greeted until an admin wants it', async () => {
  await greeting({ on: false });
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  expect(await saidTo(phone)).toHaveLength(1);
});

it('greets once when a message opens a service, and is no interaction and nothing read', async () => {
  const phone = newPhone();
  await ingest(at.desk, [
    at.inbound(phone, 'oi', { name: 'Maria Silva' }),
    at.inbound(phone, 'tudo bem?'),
  ]);
  await at.arrive(phone, 'alô?');
  expect(await textsTo(phone, 'greeting')).toEqual(['Olá, Maria!']);
  const { id, serviceId } = await at.conversation(phone);
  const { rows } = await at.pool.query(
    `select c.settled_position settled, s.state, m.author_id author, m.status, m.service_id service,
            s.last_interaction_at = s.created_at untouched
     from conversations c join services s on s.conversation_id = c.id
     join messages m on m.conversation_id = c.id and m.content ->> 'automatic' = 'greeting'
     where c.id = $1`,
    [id],
  );
  expect(rows).toEqual([
    {
      ...{ settled: 0, state: 'waiting', author: null, status: 'queued', service: serviceId },
      untouched: true,
    },
  ]);
});

it('the same message again, a farewell, an evaluation and a group are greeted by nobody', async () => {
  const phone = newPhone();
  const first = at.inbound(phone, 'oi');
  await ingest(at.desk, [first]);
  await ingest(at.desk, [first]);
  await finish(phone);
  await at.arrive(phone, 'obrigada!');
  await at.arrive(phone, '5');
  expect(await textsTo(phone, 'greeting')).toHaveLength(1);
  await at.pool.query(`insert into settings (key, value) values ('groups', '"shown"')`);
  const group = '120363000000009999';
  const by = { id: '77001@lid', name: 'Bia', phone: null };
  await ingest(at.desk, [at.inbound('', 'oi gente', { phone: null, group, by } as never)]);
  const { rows } = await at.pool.query(
    `select m.text from messages m join conversations c on c.id = m.conversation_id
     join contacts k on k.id = c.contact_id where k.group_id = $1`,
    [group],
  );
  expect(rows).toEqual([{ text: 'oi gente' }]);
});

it('who comes back within the time set is not greeted again, and later is', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  await finish(phone);
  at.minutes(23 * 60);
  await at.arrive(phone, 'mais uma coisa');
  expect(await textsTo(phone, 'greeting')).toHaveLength(1);
  await finish(phone);
  at.minutes(25 * 60);
  await at.arrive(phone, 'oi de novo');
  expect(await textsTo(phone, 'greeting')).toHaveLength(2);
});

it('who was served for days is not greeted an hour after the end', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  for (let n = 0; n < 80; n += 1) {
    at.minutes(25);
    await at.arrive(phone, 'e mais');
  }
  await at.perform(ana, { type: 'finishService', conversationId, serviceId });
  at.minutes(60);
  await at.arrive(phone, 'esqueci uma coisa');
  expect(await textsTo(phone, 'greeting')).toHaveLength(1);
});

it('a machine that answers everything is greeted once a period, however often it is finished', async () => {
  await greeting({ againHours: 1 });
  const phone = newPhone();
  await at.arrive(phone, 'Resposta automática');
  for (let round = 0; round < 20; round += 1) {
    const before = (await saidTo(phone)).filter(({ direction }) => direction === 'out').length;
    await finish(phone);
    // To each of ours an answer, the question for an evaluation included.
    const after = (await saidTo(phone)).filter(({ direction }) => direction === 'out').length;
    for (let n = before; n < after; n += 1) await at.arrive(phone, 'Resposta automática');
    at.minutes(2);
  }
  expect(await textsTo(phone, 'greeting')).toHaveLength(1);
});

it('what was written while the server was away is not greeted hours later', async () => {
  const phone = newPhone();
  const early = at.inbound(phone, 'oi');
  at.minutes(61);
  await ingest(at.desk, [early]);
  expect(await textsTo(phone, 'greeting')).toEqual([]);
});

it('closed, contacts are told once that nobody is there, whatever they go on to write', async () => {
  await hours({ on: true });
  // A Friday evening in São Paulo.
  clock('2026-11-27T22:00:00Z');
  const phone = newPhone();
  await at.arrive(phone, 'oi', 'tem alguém?');
  at.minutes(60);
  await at.arrive(phone, 'alô');
  at.minutes(12 * 60);
  await at.arrive(phone, 'ainda não?');
  expect(await textsTo(phone, 'away')).toEqual(['Fechado. Voltamos segunda-feira às 08:00.']);
  expect(await textsTo(phone, 'greeting')).toEqual([]);
  const { id } = await at.conversation(phone);
  const { rows } = await at.pool.query(
    'select settled_position settled from conversations where id = $1',
    [id],
  );
  expect(rows).toEqual([{ settled: 0 }]);
  // Monday night is another period.
  clock('2026-11-30T14:00:00Z');
  await at.arrive(phone, 'agora sim');
  expect(await textsTo(phone, 'away')).toHaveLength(1);
  clock('2026-11-30T23:00:00Z');
  await at.arrive(phone, 'e agora?');
  expect((await textsTo(phone, 'away'))[1]).toBe('Fechado. Voltamos amanhã às 08:00.');
});

it('a holiday is a closed day, and open hours greet', async () => {
  await hours({ on: true, holidays: [{ day: '2020-12-25', yearly: true, name: 'Natal' }] });
  clock('2026-12-25T15:00:00Z');
  const phone = newPhone();
  await at.arrive(phone, 'feliz natal');
  expect(await textsTo(phone, 'away')).toEqual(['Fechado. Voltamos segunda-feira às 08:00.']);
  clock('2026-12-28T15:00:00Z');
  const other = newPhone();
  await at.arrive(other, 'oi');
  expect(await textsTo(other, 'away')).toEqual([]);
  expect(await textsTo(other, 'greeting')).toHaveLength(1);
  expect(await openNow(at.pool, '2026-12-25T15:00:00.000Z')).toEqual({
    open: false,
    changesAt: '2026-12-28T11:00:00.000Z',
  });
});

it('where somebody of the team answers after hours, nobody is told that they are away', async () => {
  await hours({ on: true });
  clock('2026-12-01T20:50:00Z');
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  at.minutes(20);
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId: crypto.randomUUID() },
    ...{ kind: 'text', text: 'ainda aqui' },
  } as never);
  await at.arrive(phone, 'que bom');
  expect(await textsTo(phone, 'away')).toEqual([]);
  clock('2026-12-02T21:30:00Z');
  await at.arrive(phone, 'voltei');
  expect(await textsTo(phone, 'away')).toHaveLength(1);
});

it('off, or without hours, the night is as the day', async () => {
  clock('2026-12-03T23:00:00Z');
  await hours({ on: true, away: false });
  const one = newPhone();
  await at.arrive(one, 'oi');
  expect([await textsTo(one, 'away'), await textsTo(one, 'greeting')]).toEqual([[], ['Olá!']]);
  await hours({ on: false, away: true });
  const other = newPhone();
  await at.arrive(other, 'oi');
  expect([await textsTo(other, 'away'), await textsTo(other, 'greeting')]).toEqual([[], ['Olá!']]);
  expect(await openNow(at.pool, '2026-12-03T23:00:00.000Z')).toEqual({
    open: true,
    changesAt: null,
  });
});

it('a service that fell due long ago and a new message: the new service is greeted', async () => {
  clock('2026-12-10T12:00:00Z');
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  clock('2026-12-14T12:00:00Z');
  await at.arrive(phone, 'oi?');
  await endOverdue(at.desk);
  expect(await textsTo(phone, 'greeting')).toHaveLength(2);
});

it('hours without a day are refused, and so is a day that is none', async () => {
  await expect(hours({ on: true, weekly: [] })).rejects.toMatchObject({
    refusal: { code: 'invalid', path: '/weekly' },
  });
});
