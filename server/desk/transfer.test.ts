import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { readChanges } from './rows.ts';
import { oneService, stepsOf } from './services-store.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let bia: SignedInUser;
let root: SignedInUser;
let sales: Id;
const phone = '+5511960000001';

beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
  bia = await at.person('Bia');
  root = await at.person('Root', 'admin');
  sales = newId();
  await at.pool.query(`insert into teams (id, name) values ($1, 'Vendas')`, [sales]);
});
beforeEach(async () => {
  await at.pool.query('truncate contacts, commands cascade');
  at.published.length = 0;
  await at.arrive(phone, 'oi');
});
afterAll(() => at.drop());

type Transfer = Extract<Intent, { type: 'transferService' }>;
async function pass(user: SignedInUser, to: Partial<Transfer>, id: Id = newId()) {
  const here = await at.conversation(phone);
  return at.perform(
    user,
    { type: 'transferService', conversationId: here.id, serviceId: here.serviceId, ...to },
    id,
  );
}
async function started(user: SignedInUser) {
  const here = await at.conversation(phone);
  await at.perform(user, {
    ...{ type: 'startService', conversationId: here.id, serviceId: here.serviceId },
  });
  return here;
}
const code = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'ok' : answer.code);

it('goes to a colleague with a private note, which says who gave it and goes nowhere', async () => {
  const { id, serviceId } = await started(ana);
  const note = { messageId: newId(), text: 'Prefere de manhã.' };
  const command = newId();
  const answer = await pass(ana, { attendantId: bia.id, note }, command);
  expect(answer).toMatchObject({
    ok: true,
    value: {
      service: { attendantId: bia.id, given: { by: ana.id } },
      message: { kind: 'note', text: note.text, authorId: ana.id, status: 'sent', serviceId },
    },
  });
  expect(await pass(ana, { attendantId: bia.id, note }, command)).toMatchObject({ repeated: true });
  const { rows } = await at.pool.query(
    `select id, position from messages where conversation_id = $1 order by position`,
    [id],
  );
  expect(rows.map((row) => row.position)).toEqual([1, 2]);
  const queued = await at.pool.query(`select from job_outbox where queue = 'send'`);
  expect(queued.rowCount).toBe(0);
  const [conversation] = await readChanges(at.pool, [{ entity: 'conversation', id }], null);
  expect(conversation?.row).toMatchObject({ lastPosition: 2 });
  const steps = await stepsOf(at.pool, serviceId);
  expect(steps.map(({ kind, actorName, holderName }) => [kind, actorName, holderName])).toEqual([
    ['created', null, null],
    ['started', 'Ana', 'Ana'],
    ['transferred', 'Ana', 'Bia'],
  ]);
});

it('goes to a team’s queue, and to everybody’s', async () => {
  const { serviceId } = await started(ana);
  await pass(ana, { teamId: sales });
  expect(await at.conversation(phone)).toMatchObject({ state: 'waiting', attendantId: null });
  expect(await oneService(at.pool, serviceId)).toMatchObject({ teamName: 'Vendas' });
  // Whoever could start it may pass it on.
  await pass(bia, { teamId: null });
  expect(await oneService(at.pool, serviceId)).toMatchObject({ teamId: null, state: 'waiting' });
  await pass(bia, { attendantId: ana.id });
  expect(await oneService(at.pool, serviceId)).toMatchObject({
    ...{ attendantId: ana.id, givenBy: bia.id, state: 'open' },
  });
});

it('is refused as a start is, and leaves no note behind', async () => {
  await started(ana);
  const note = { messageId: newId(), text: 'x' };
  expect(await pass(bia, { teamId: sales, note })).toMatchObject({
    ...{ code: 'service-held', holder: { id: ana.id, name: 'Ana' } },
  });
  expect(code(await pass(ana, { note }))).toBe('invalid');
  expect(code(await pass(ana, { attendantId: bia.id, teamId: sales, note }))).toBe('invalid');
  expect(code(await pass(ana, { attendantId: newId(), note }))).toBe('attendant-unavailable');
  expect(code(await pass(ana, { teamId: newId(), note }))).toBe('team-unavailable');
  expect(code(await pass(ana, { teamId: sales, note: { ...note, text: '\u0000 ' } }))).toBe(
    'invalid',
  );
  const { rowCount } = await at.pool.query(`select from messages where kind = 'note'`);
  expect(rowCount).toBe(0);
  // An admin may, whoever has it.
  expect(code(await pass(root, { attendantId: root.id, note }))).toBe('ok');
  const { serviceId } = await at.conversation(phone);
  expect(await oneService(at.pool, serviceId)).toMatchObject({ givenAt: null });
});

it('of two who pass it on at once one does, and a note is nothing to be edited on WhatsApp', async () => {
  const { id } = await started(ana);
  const answers = await Promise.all([
    pass(ana, { attendantId: bia.id, note: { messageId: newId(), text: 'a' } }),
    pass(root, { teamId: sales, note: { messageId: newId(), text: 'b' } }),
  ]);
  const here = await at.conversation(phone);
  const won = answers.filter(({ ok }) => ok).length;
  expect(won).toBeGreaterThanOrEqual(1);
  expect(here.state === 'waiting' || here.attendantId === bia.id).toBe(true);
  const { rows } = await at.pool.query(
    `select id from messages where conversation_id = $1 and kind = 'note'`,
    [id],
  );
  expect(rows).toHaveLength(won);
  for (const intent of [
    { type: 'retryMessage' },
    { type: 'reactToMessage', emoji: '👍' },
  ] as const) {
    const answer = await at.perform(root, {
      ...{ ...intent, conversationId: id, messageId: rows[0]?.id },
    } as Intent);
    expect(code(answer)).toBe('unsupported');
  }
});
