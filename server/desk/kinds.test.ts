import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { DriverEvent, InboundMessage } from '../whatsapp/driver.ts';
import { settleConversation } from './commands.ts';
import { ingest } from './ingest.ts';
import { readChanges } from './rows.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
beforeAll(async () => {
  at = await testDesk();
});
afterAll(() => at.drop());

let numbers = 0;
const newPhone = () => `+5511960${String(numbers++).padStart(6, '0')}`;
const take = (...events: DriverEvent[]) => ingest(at.desk, events);
const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;

async function messagesOf(phone: string): Promise<Message[]> {
  const ids = await rows(
    `select m.id from messages m join conversations c on c.id = m.conversation_id
     join contacts k on k.id = c.contact_id where k.phone = $1 order by m.position`,
    phone,
  );
  const changes = await readChanges(
    at.pool,
    ids.map(({ id }: { id: Id }) => ({ entity: 'message', id })),
    null,
  );
  return changes.flatMap((change) => (change.entity === 'message' && change.row) || []);
}
const of = async (phone: string, more: Partial<InboundMessage>) => {
  const event = at.inbound(phone, 'x', more);
  await take(event);
  return event;
};
const now = () => at.desk.now().toISOString();

it('keeps a file that is on its way, with one job to fetch it, however often it is told', async () => {
  const phone = newPhone();
  const event = at.inbound(phone, 'legenda', {
    kind: 'image',
    attachment: {
      ...{ kind: 'image', name: '../../etc/passwd\0.jpg', mediaType: 'image/jpeg', size: 42 },
      ...{ source: { id: 'x' }, width: 3, height: 4, thumbnail: 'AAAA' },
    },
  });
  await take(event, event);
  await take(event);
  const [message] = await messagesOf(phone);
  expect(message).toMatchObject({
    kind: 'image',
    text: 'legenda',
    attachment: {
      ...{ kind: 'image', name: 'passwd.jpg', state: 'fetching', size: 42 },
      ...{ sha256: null, width: 3, height: 4, thumbnail: 'AAAA' },
    },
  });
  const jobs = await rows(
    `select data from job_outbox where queue = 'fetch' and data ->> 'attachmentId' = $1`,
    message?.attachment?.id,
  );
  expect(jobs).toHaveLength(1);
});

it.each([
  ['location', { location: { latitude: -23.5, longitude: -46.6, name: 'Praça' } }],
  ['cards', { cards: [{ name: 'Ana', phones: ['+55 11 9'] }] }],
  ['poll', { poll: { options: ['a', 'b'], several: false } }],
  ['choices', { choices: { options: [{ id: '1', title: 'Sim' }] } }],
  ['choice', { choice: { id: '1', title: 'Sim' } }],
  ['call', { call: { outcome: 'missed', video: true } }],
] as const)('keeps a %s as it came, without what Postgres cannot hold', async (kind, content) => {
  const phone = newPhone();
  await of(phone, { kind, text: null, content: content as InboundMessage['content'] });
  expect(await messagesOf(phone)).toMatchObject([{ kind, text: null, content }]);
});

it('an unknown kind is kept raw, and shown as a placeholder', async () => {
  const phone = newPhone();
  await of(phone, { kind: 'unknown', text: null, raw: { newThing: 'a\0b' } });
  expect(await messagesOf(phone)).toMatchObject([{ kind: 'unknown', text: null }]);
  const [{ raw }] = await rows(
    `select raw from messages m join conversations c on c.id = m.conversation_id
     join contacts k on k.id = c.contact_id where k.phone = $1`,
    phone,
  );
  expect(raw).toEqual({ newThing: 'ab' });
});

it('a placeholder becomes what it is, and what it is never becomes a placeholder', async () => {
  const phone = newPhone();
  const stub = await of(phone, { kind: 'unknown', text: null });
  await take({ ...stub, kind: 'text', text: 'agora sim' });
  await take(stub);
  expect(await messagesOf(phone)).toMatchObject([{ kind: 'text', text: 'agora sim', position: 1 }]);
});

it('a placeholder may turn out to be a file, and be answered in the same breath', async () => {
  const phone = newPhone();
  const stub = await of(phone, { kind: 'unknown', text: null });
  const [placeholder] = await messagesOf(phone);
  await take(
    {
      ...{ ...stub, kind: 'image', text: 'veja' },
      attachment: {
        ...{ kind: 'image', name: 'a.jpg', mediaType: 'image/jpeg', size: 1, source: null },
      },
    },
    at.inbound(phone, 'viu?', {
      quoted: { whatsappId: stub.whatsappId, fromMe: false, text: null },
    }),
  );
  expect(await messagesOf(phone)).toMatchObject([
    { kind: 'image', text: 'veja', attachment: { state: 'fetching' } },
    { text: 'viu?', quote: { messageId: placeholder?.id, text: 'veja' } },
  ]);
});

it('a placeholder that becomes what it is before either was stored', async () => {
  const phone = newPhone();
  const stub = at.inbound(phone, '', { kind: 'unknown', text: null, raw: { unreadable: true } });
  const image = { kind: 'image' as const, name: null, mediaType: 'image/jpeg', size: 1 };
  const read = { ...stub, raw: undefined, attachment: { ...image, source: null } };
  await take(stub, { ...read, kind: 'image', text: 'agora sim' }, stub);
  expect(await messagesOf(phone)).toMatchObject([
    { kind: 'image', text: 'agora sim', attachment: { state: 'fetching' }, position: 1 },
  ]);
});

it('an answer shows what it answers; what is not here, in the words that came along', async () => {
  const phone = newPhone();
  const first = await of(phone, { text: 'quanto custa?' });
  const [original] = await messagesOf(phone);
  await of(phone, { quoted: { whatsappId: first.whatsappId, fromMe: false, text: 'other' } });
  await of(phone, { quoted: { whatsappId: 'nowhere', fromMe: true, text: 'promoção' } });
  expect((await messagesOf(phone)).slice(1)).toMatchObject([
    { quote: { messageId: original?.id, direction: 'in', text: 'quanto custa?' } },
    { quote: { messageId: null, direction: 'out', text: 'promoção' } },
  ]);
});

it('reactions: one a side, the newest, taken back by an empty one, none for what is not here', async () => {
  const phone = newPhone();
  const { whatsappId } = await of(phone, {});
  const react = (emoji: string, more: object = {}) =>
    take({ type: 'reaction', phone, whatsappId, toOurs: false, emoji, at: now(), ...more });
  await react('👍');
  await react('❤️');
  await react('🎉', { fromMe: true });
  await react('x', { whatsappId: 'nowhere' });
  expect((await messagesOf(phone))[0]?.reactions?.map((one) => one.emoji).sort()).toEqual(
    ['❤️', '🎉'].sort(),
  );
  await react('');
  expect((await messagesOf(phone))[0]?.reactions).toMatchObject([{ direction: 'out' }]);
});

it('edits: the newest text wins in any order, the older ones are kept; deleted shows nothing', async () => {
  const phone = newPhone();
  const { whatsappId } = await of(phone, { text: 'primeira' });
  const edit = (text: string, second: number) =>
    take({
      ...{ type: 'edit', phone, whatsappId, text },
      at: `2026-11-20T12:00:${String(second).padStart(2, '0')}.000Z`,
    } as DriverEvent);
  await edit('terceira', 30);
  await edit('segunda', 20);
  await edit('terceira', 30);
  expect(await messagesOf(phone)).toMatchObject([
    { text: 'terceira', editedAt: '2026-11-20T12:00:30.000Z' },
  ]);
  const kept = await rows(`select text from message_texts where text in ('primeira', 'segunda')`);
  expect(kept).toEqual([{ text: 'primeira' }]);
  await take({ type: 'delete', phone, whatsappId, at: now() });
  const [gone] = await messagesOf(phone);
  expect(gone).toMatchObject({ text: null, deletedAt: now() });
  expect(gone).not.toHaveProperty('editedAt');
  await edit('de volta', 50);
  expect((await messagesOf(phone))[0]?.text).toBeNull();
});

it('nobody edits, deletes or reacts in a conversation that is not theirs', async () => {
  const phone = newPhone();
  const { whatsappId } = await of(phone, { text: 'minha' });
  const stranger = newPhone();
  await of(stranger, {});
  const from = { phone: stranger, whatsappId, at: now() };
  await take(
    { type: 'edit', text: 'sua', ...from },
    { type: 'delete', ...from },
    { type: 'reaction', toOurs: false, emoji: '😈', ...from },
  );
  const [message] = await messagesOf(phone);
  expect(message?.text).toBe('minha');
  expect(message).not.toHaveProperty('reactions');
});

it('what was written on the phone itself appears as ours, and opens no service', async () => {
  const phone = newPhone();
  const own = await of(phone, { fromMe: true, text: 'do celular' });
  await take(own);
  expect(await messagesOf(phone)).toMatchObject([
    { direction: 'out', status: 'sent', authorId: null, serviceId: null, text: 'do celular' },
  ]);
  expect(await at.conversation(phone)).toMatchObject({ state: null });
});

it('what was written on the phone itself keeps an open service awake', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  const ana = await at.person('Ana T');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  at.minutes(20);
  await of(phone, { fromMe: true, text: 'do celular' });
  expect(await messagesOf(phone)).toMatchObject([{}, { direction: 'out', serviceId }]);
  at.minutes(20);
  await settleConversation(at.desk, conversationId);
  expect(await at.conversation(phone)).toMatchObject({ serviceId, state: 'open' });
  at.minutes(11);
  await settleConversation(at.desk, conversationId);
  expect(await at.conversation(phone)).toMatchObject({ state: null });
});

it('history opens nothing, is unread by nobody, and stands in the order of its time', async () => {
  const phone = newPhone();
  const old = (minute: number, more: Partial<InboundMessage> = {}) =>
    at.inbound(phone, `há tempo ${minute}`, {
      history: true,
      sentAt: `2026-10-01T10:${minute}:00.000Z`,
      ...more,
    });
  await take(old(20), old(10), old(30, { fromMe: true }));
  await at.arrive(phone, 'hoje');
  await take(old(15));
  expect((await messagesOf(phone)).map((message) => message.text)).toEqual([
    ...['há tempo 10', 'há tempo 15', 'há tempo 20', 'há tempo 30', 'hoje'],
  ]);
  const [place] = await rows(
    `select settled_position, last_position from conversations c
     join contacts k on k.id = c.contact_id where k.phone = $1`,
    phone,
  );
  expect(place).toEqual({ settled_position: 4, last_position: 5 });
});

it('a status under the name that WhatsApp gave finds the message by ours, in any order', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  const ana = await at.person('Ana K');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const messageId = '01930000-0000-7000-8000-000000000001';
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId, kind: 'text', text: 'olá' },
  });
  const [{ ours }] = await rows('select whatsapp_id ours from messages where id = $1', messageId);
  const status = (to: 'sent' | 'delivered' | 'read', named: object): DriverEvent => ({
    ...{ type: 'status', phone, whatsappId: 'wamid.X', status: to, at: now() },
    ...named,
  });
  await take(status('delivered', { ours }));
  await take(status('sent', { ours }));
  await take(status('read', {}));
  const [row] = await rows('select whatsapp_id, status from messages where id = $1', messageId);
  expect(row).toEqual({ whatsapp_id: 'wamid.X', status: 'read' });
});

it('a failure keeps the number by which it is put into words', async () => {
  const phone = newPhone();
  await at.arrive(phone, 'oi');
  const ana = await at.person('Ana F');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const messageId = '01930000-0000-7000-8000-000000000002';
  await at.perform(ana, {
    ...{ type: 'sendMessage', conversationId, messageId, kind: 'text', text: 'olá' },
  });
  const [{ ours }] = await rows('select whatsapp_id ours from messages where id = $1', messageId);
  await take({
    ...{ type: 'failure', phone, whatsappId: ours, reason: 'Too late.', code: 131047, at: now() },
  });
  expect((await messagesOf(phone)).at(-1)).toMatchObject({
    failure: 'Too late.',
    failureCode: 131047,
  });
});
