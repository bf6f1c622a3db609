import { Compile } from 'typebox/compile';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Command, type Intent } from '#shared/contract/command.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { conversationsWithQueued, oldestQueued } from './outgoing.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let bia: SignedInUser;
let root: SignedInUser;
let conversationId: Id;
const phone = '+5511960000002';

beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
  bia = await at.person('Bia Lima');
  root = await at.person('Root', 'admin');
});
beforeEach(async () => {
  await at.pool.query('truncate contacts, commands, job_outbox cascade');
  at.published.length = 0;
  await at.arrive(phone, 'oi');
  ({ id: conversationId } = await at.conversation(phone));
});
afterAll(() => at.drop());

type Note = Omit<Extract<Intent, { type: 'addNote' }>, 'type' | 'conversationId' | 'messageId'>;
const add = (user: SignedInUser, note: Note, messageId: Id = newId(), command?: Id) =>
  at.perform(user, { type: 'addNote', conversationId, messageId, ...note }, command);
const change = (user: SignedInUser, messageId: Id, what: object) =>
  at.perform(user, { conversationId, messageId, ...what } as Intent);
const messageOf = (answer: Awaited<ReturnType<typeof add>>): Message => {
  if (!answer.ok || !answer.value.message) throw new Error(JSON.stringify(answer));
  return answer.value.message;
};
const code = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'ok' : answer.code);

it('a note is kept once, whoever has the service, and nothing of it ever goes out', async () => {
  const { serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const command = newId();
  const messageId = newId();
  const first = messageOf(await add(bia, { text: 'Cliente antigo' }, messageId, command));
  expect(first).toMatchObject({ kind: 'note', authorId: bia.id, serviceId, status: 'sent' });
  expect(await add(bia, { text: 'Cliente antigo' }, messageId, command)).toMatchObject({
    repeated: true,
  });
  expect(code(await add(bia, { text: 'outra' }, messageId))).toBe('duplicate-id');
  await change(bia, messageId, { type: 'editMessage', text: 'Cliente novo' });
  await change(bia, messageId, { type: 'deleteMessage' });
  expect(await oldestQueued(at.pool, conversationId)).toBe(null);
  expect(await conversationsWithQueued(at.pool)).toEqual([]);
  const { rowCount } = await at.pool.query(`select from job_outbox where queue = 'send'`);
  expect(rowCount).toBe(0);
  // As a message it is nothing that can be said.
  const sent = { id: newId(), type: 'sendMessage', conversationId, messageId: newId() };
  expect(Compile(Command).Check({ ...sent, kind: 'text', text: 'x' })).toBe(true);
  expect(Compile(Command).Check({ ...sent, kind: 'note', text: 'x' })).toBe(false);
});

it('names those who are active and are in the text, and no one else', async () => {
  const gone = await at.person('Caio');
  await at.pool.query('update users set active = false where id = $1', [gone.id]);
  const named = [bia, gone, root].map(({ id, name }) => ({ userId: id, name }));
  const answer = await add(ana, {
    text: '@Bia Lima e @Caio, vejam',
    mentions: [...named, { userId: newId(), name: 'Caio' }],
  });
  const { content, id } = messageOf(answer);
  expect(content).toEqual({ mentions: [{ userId: bia.id, name: 'Bia Lima' }] });
  const marks = at.published.flatMap((recorded) => JSON.stringify(recorded)).join();
  expect(marks).toContain('"contact"');
  const edited = await change(ana, id, { type: 'editMessage', text: 'ninguém', mentions: named });
  expect(messageOf(edited)).toMatchObject({ text: 'ninguém' });
  expect(messageOf(edited).content).toBeUndefined();
});

it('is its author’s alone to edit and delete, however old, and nothing else is done to it', async () => {
  const { id } = messageOf(await add(ana, { text: 'a' }));
  at.minutes(60 * 24 * 30);
  for (const other of [bia, root]) {
    expect(code(await change(other, id, { type: 'editMessage', text: 'b' }))).toBe('forbidden');
    expect(code(await change(other, id, { type: 'deleteMessage' }))).toBe('forbidden');
  }
  for (const what of [{ type: 'reactToMessage', emoji: '👍' }, { type: 'retryMessage' }]) {
    expect(code(await change(ana, id, what))).toBe('unsupported');
  }
  expect(code(await change(ana, id, { type: 'editMessage', text: ' \u0000' }))).toBe('invalid');
  const edited = messageOf(await change(ana, id, { type: 'editMessage', text: 'b' }));
  expect(edited).toMatchObject({ text: 'b', editedAt: expect.any(String) });
  expect(messageOf(await change(ana, id, { type: 'deleteMessage' }))).toMatchObject({ text: null });
  const quoting = { type: 'sendMessage', kind: 'text', text: 'x', quotedId: id } as const;
  expect(code(await at.perform(ana, { ...quoting, conversationId, messageId: newId() }))).toBe(
    'not-found',
  );
});
