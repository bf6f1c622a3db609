import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { TimingPatch } from '#shared/contract/timing.ts';
import { nobody } from '../platform/audit.ts';
import { patchSetting } from '../platform/setting.ts';
import { endOverdue } from './automatic-end.ts';
import type { Desk } from './desk.ts';
import { ingest } from './ingest.ts';
import { type TestDesk, testDesk } from './test-desk.ts';
import { farewellSetting, timingSetting } from './timing.ts';
import { warnSilent } from './warnings.ts';

let at: TestDesk;
let ana: SignedInUser;
let phones = 0;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

const set = (patch: TimingPatch) => patchSetting(at.pool, nobody, timingSetting, patch);
const settings: TimingPatch = {
  ...{ inactivityMinutes: 30, unattendedMinutes: 60, warningMinutes: 5, warningLanguage: 'pt-BR' },
  warningText: '{{daytime}}, {{contact.firstName}}! Encerramos em {{minutes}} min. – {{workspace}}',
};
const textsOf = async (conversationId: string) =>
  (
    await at.pool.query(
      `select text, content ->> 'automatic' part, author_id author from messages
       where conversation_id = $1 and direction = 'out'
         and content -> 'evaluation' is null order by position`,
      [conversationId],
    )
  ).rows;
const serviceOf = async (id: string) =>
  (
    await at.pool.query(
      `select state, finish_reason reason, finished_at "finishedAt", last_interaction_at "lastAt"
       from services where id = $1`,
      [id],
    )
  ).rows[0];

/** Nobody else's services are in the way: each has ended or is of its own phone. */
async function waiting(desk: Partial<Desk> = {}, name: string | null = 'Maria Silva') {
  Object.assign(at.desk, { onlyTemplatesLater: undefined }, desk);
  phones += 1;
  const phone = `+5511944${String(phones).padStart(6, '0')}`;
  await ingest(at.desk, [at.inbound(phone, 'oi', { name })]);
  const { id: conversationId, serviceId } = await at.conversation(phone);
  return { phone, conversationId, serviceId };
}
async function open(desk?: Partial<Desk>, name?: string | null) {
  const place = await waiting(desk, name);
  const { conversationId, serviceId } = place;
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  return place;
}

it('nobody is warned until an admin wants it', async () => {
  await set({ ...settings, warningMinutes: null });
  const { conversationId, serviceId } = await open();
  at.minutes(29);
  expect(await warnSilent(at.desk)).toBe(0);
  expect(await textsOf(conversationId)).toEqual([]);
  at.minutes(1);
  await endOverdue(at.desk);
  expect(await serviceOf(serviceId)).toMatchObject({ state: 'finished', reason: 'inactivity' });
});

it('warns once, so long before the end, and is no interaction', async () => {
  await set(settings);
  const { conversationId, serviceId } = await open();
  const before = await serviceOf(serviceId);
  at.minutes(24.9);
  expect(await warnSilent(at.desk)).toBe(0);
  at.minutes(0.1);
  // Two servers at the same moment.
  const warned = await Promise.all([warnSilent(at.desk), warnSilent(at.desk)]);
  expect(warned.toSorted()).toEqual([0, 1]);
  expect(await textsOf(conversationId)).toEqual([
    { text: 'Bom dia, Maria! Encerramos em 5 min. – Recado', part: 'warning', author: null },
  ]);
  at.minutes(2);
  expect(await warnSilent(at.desk)).toBe(0);
  expect(await serviceOf(serviceId)).toEqual(before);
  at.minutes(3);
  await endOverdue(at.desk);
  const ended = await serviceOf(serviceId);
  expect(ended).toMatchObject({ state: 'finished', reason: 'inactivity' });
  // At its own moment, whatever was said in between.
  expect(Date.parse(ended.finishedAt) - Date.parse(before.lastAt)).toBe(30 * 60_000);
});

it('whoever answers is warned again when they fall silent again', async () => {
  await set(settings);
  const { phone, conversationId } = await open(undefined, null);
  at.minutes(26);
  await warnSilent(at.desk);
  await at.arrive(phone, 'estou aqui');
  at.minutes(20);
  expect(await warnSilent(at.desk)).toBe(0);
  at.minutes(7);
  expect(await warnSilent(at.desk)).toBe(1);
  expect((await textsOf(conversationId)).map(({ text }) => text)).toEqual([
    'Bom dia! Encerramos em 4 min. – Recado',
    'Bom dia! Encerramos em 3 min. – Recado',
  ]);
  at.minutes(10);
  await endOverdue(at.desk);
});

it('who waits is not warned, nor a group, nor where WhatsApp takes templates only', async () => {
  await set({ ...settings, inactivityMinutes: 26 * 60, unattendedMinutes: null });
  const nobodys = await waiting();
  const closed = await open({ onlyTemplatesLater: true });
  const free = await open({ onlyTemplatesLater: true });
  const group = await open();
  await at.pool.query(
    `update contacts k set group_id = 'g1', phone = null from conversations c
     where c.contact_id = k.id and c.id = $1`,
    [group.conversationId],
  );
  Object.assign(at.desk, { onlyTemplatesLater: true });
  at.minutes(23 * 60);
  await at.arrive(free.phone, 'ainda aqui');
  at.minutes(2 * 60 + 57);
  expect(await warnSilent(at.desk)).toBe(0);
  for (const { conversationId } of [nobodys, closed, group]) {
    expect(await textsOf(conversationId)).toEqual([]);
  }
  // The same silence, but heard of within a day.
  await set({ inactivityMinutes: 3 * 60 + 1 });
  expect(await warnSilent(at.desk)).toBe(1);
  expect(await textsOf(free.conversationId)).toHaveLength(1);
});

it('a service that fell due while the server was away ends unwarned', async () => {
  await set(settings);
  const { conversationId, serviceId } = await open();
  at.minutes(31);
  expect(await warnSilent(at.desk)).toBe(0);
  await endOverdue(at.desk);
  expect(await serviceOf(serviceId)).toMatchObject({ state: 'finished' });
  expect(await textsOf(conversationId)).toEqual([]);
});

it('the two clocks are apart, and null is never', async () => {
  await set({ ...settings, inactivityMinutes: null, warningMinutes: null, unattendedMinutes: 45 });
  const [attended, left] = [await open(), await waiting()];
  at.minutes(44);
  await endOverdue(at.desk);
  expect(await serviceOf(left.serviceId)).toMatchObject({ state: 'waiting' });
  at.minutes(60 * 24 * 60);
  await endOverdue(at.desk);
  expect(await serviceOf(left.serviceId)).toMatchObject({
    state: 'finished',
    reason: 'unattended',
  });
  expect(await serviceOf(attended.serviceId)).toMatchObject({ state: 'open' });
  await set({ inactivityMinutes: 30, unattendedMinutes: null });
  const other = await waiting();
  at.minutes(60 * 24 * 60);
  await endOverdue(at.desk);
  expect(await serviceOf(attended.serviceId)).toMatchObject({ state: 'finished' });
  expect(await serviceOf(other.serviceId)).toMatchObject({ state: 'waiting' });
});

it('a farewell is what the list says, for as long as it says', async () => {
  await set({ ...settings, warningMinutes: null });
  const finished = async () => {
    const place = await open();
    await at.perform(ana, { type: 'finishService', ...place });
    return place;
  };
  await patchSetting(at.pool, nobody, farewellSetting, { en: ['ta-ra'] });
  const [known, unknown, late] = [await finished(), await finished(), await finished()];
  await at.arrive(known.phone, 'Ta-ra!');
  await at.arrive(unknown.phone, 'thanks');
  expect((await at.conversation(known.phone)).state).toBeNull();
  expect((await at.conversation(unknown.phone)).state).toBe('waiting');
  at.minutes(31);
  await at.arrive(late.phone, 'ta-ra');
  expect((await at.conversation(late.phone)).state).toBe('waiting');
  await patchSetting(at.pool, nobody, farewellSetting, { minutes: null });
  const off = await finished();
  await at.arrive(off.phone, 'obrigada');
  expect((await at.conversation(off.phone)).state).toBe('waiting');
});
