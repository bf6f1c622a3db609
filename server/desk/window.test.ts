import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { ingest } from './ingest.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
beforeAll(async () => {
  at = await testDesk();
  at.desk.onlyTemplatesLater = true;
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

let phones = 0;
/** Ana takes the service that waits. */
async function attend(phone: string) {
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  return { phone, conversationId };
}
async function attended() {
  const phone = `+55119200${String(++phones).padStart(5, '0')}`;
  await at.arrive(phone, 'oi');
  return attend(phone);
}
const text = (conversationId: string, more: object = {}) =>
  ({
    ...{ type: 'sendMessage', kind: 'text', conversationId, messageId: newId(), text: 'olá' },
    ...more,
  }) as Extract<Intent, { type: 'sendMessage' }>;
const template = { content: { template: { name: 'hello', language: 'pt_BR' } } };
const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const day = 24 * 60;

it('takes a free message until a day after the contact wrote, and then only a template', async () => {
  const { conversationId } = await attended();
  at.minutes(day - 1);
  expect(await at.perform(ana, text(conversationId))).toMatchObject({ ok: true });
  at.minutes(1);
  // What we wrote meanwhile opens nothing.
  const refused = text(conversationId);
  expect(await at.perform(ana, refused)).toMatchObject({ ok: false, code: 'window-closed' });
  expect(await rows('select 1 from messages where id = $1', refused.messageId)).toEqual([]);
  const location = {
    kind: 'location',
    text: undefined,
    content: { location: { latitude: 1, longitude: 1 } },
  };
  expect(await at.perform(ana, text(conversationId, location))).toMatchObject({
    code: 'window-closed',
  });
  expect(await at.perform(ana, text(conversationId, template))).toMatchObject({
    ok: true,
    value: { message: { text: 'olá', content: template.content, status: 'queued' } },
  });
});

it.each([
  ['a message', { kind: 'text' as const, text: 'voltei' }],
  [
    'a call',
    { kind: 'call' as const, text: null, content: { call: { outcome: 'missed' as const } } },
  ],
])('opens again by %s of the contact', async (_, said) => {
  const { phone, conversationId } = await attended();
  at.minutes(3 * day);
  expect(await at.perform(ana, text(conversationId))).toMatchObject({ code: 'window-closed' });
  await ingest(at.desk, [at.inbound(phone, '', said)]);
  await attend(phone);
  expect(await at.perform(ana, text(conversationId))).toMatchObject({ ok: true });
});

it('goes by the newest, also where an older one arrived after it', async () => {
  const { phone, conversationId } = await attended();
  const early = at.desk.now().toISOString();
  at.minutes(2 * day);
  await at.arrive(phone, 'agora');
  await ingest(at.desk, [at.inbound(phone, 'atrasada', { sentAt: early })]);
  await attend(phone);
  expect(await at.perform(ana, text(conversationId))).toMatchObject({ ok: true });
});

it('sends nothing again that was free, and a template again', async () => {
  const { conversationId } = await attended();
  const [free, fixed] = [text(conversationId), text(conversationId, template)];
  await at.perform(ana, free);
  await at.perform(ana, fixed);
  await rows(`update messages set failure = 'no' where id = any($1)`, [
    free.messageId,
    fixed.messageId,
  ]);
  at.minutes(day);
  const again = (messageId: string) =>
    at.perform(ana, { type: 'retryMessage', conversationId, messageId });
  expect(await again(free.messageId)).toMatchObject({ code: 'window-closed' });
  expect(await again(fixed.messageId)).toMatchObject({ value: { message: { failure: null } } });
});

it('leaves the text of a template as it was approved, also before it goes out', async () => {
  const { conversationId } = await attended();
  const sent = text(conversationId, template);
  await at.perform(ana, sent);
  const edit = { type: 'editMessage' as const, conversationId, messageId: sent.messageId };
  expect(await at.perform(ana, { ...edit, text: 'outro' })).toMatchObject({ code: 'unsupported' });
});

it('knows no window on the other ways to WhatsApp', async () => {
  const { conversationId } = await attended();
  at.minutes(30 * day);
  at.desk.onlyTemplatesLater = false;
  const answer = await at.perform(ana, text(conversationId));
  at.desk.onlyTemplatesLater = true;
  expect(answer).toMatchObject({ ok: true });
});
