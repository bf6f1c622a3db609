import { afterAll, beforeAll, expect, it } from 'vitest';
import { ingest } from './ingest.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
beforeAll(async () => {
  at = await testDesk();
});
afterAll(() => at.drop());

const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const messagesOf = async (phone: string) =>
  rows(
    `select m.text, m.position, m.direction, m.status, m.failure, m.service_id from messages m
     join conversations c on c.id = m.conversation_id join contacts k on k.id = c.contact_id
     where k.phone = $1 order by position`,
    phone,
  );

it('makes 200 messages and 40 services of 5 messages with no gap from each of 40 new contacts', async () => {
  const phones = Array.from({ length: 40 }, (_, n) => `+55119000000${10 + n}`);
  // Every message a batch of its own, all at once: as bad as several servers at a time.
  await Promise.all(
    phones.flatMap((phone) => [1, 2, 3, 4, 5].map((n) => at.arrive(phone, `m${n}`))),
  );
  const [count] = await rows(
    `select (select count(*) from services) services, (select count(*) from messages) messages,
            (select count(*) from contacts) contacts`,
  );
  expect(count).toEqual({ services: 40, messages: 200, contacts: 40 });
  for (const phone of phones) {
    expect((await messagesOf(phone)).map((m) => m.position)).toEqual([1, 2, 3, 4, 5]);
  }
});

it('stores the same event once, in a batch, again later, and two at a time', async () => {
  const phone = '+5511900000101';
  const event = at.inbound(phone, 'once');
  await ingest(at.desk, [event, event]);
  await Promise.all([ingest(at.desk, [event]), ingest(at.desk, [event])]);
  expect((await messagesOf(phone)).map((m) => m.text)).toEqual(['once']);
});

it('takes the same WhatsApp id from two contacts for two messages', async () => {
  const one = at.inbound('+5511900000201', 'a');
  await ingest(at.desk, [one, { ...one, phone: '+5511900000202', text: 'b' }]);
  expect((await messagesOf('+5511900000202')).map((m) => m.text)).toEqual(['b']);
});

it('keeps a name that WhatsApp reports, and cleans what Postgres cannot hold', async () => {
  const phone = '+5511900000301';
  await ingest(at.desk, [at.inbound(phone, 'a\u0000b\ud800 \u202Eالسلام', { name: 'Júlia' })]);
  await ingest(at.desk, [at.inbound(phone, 'x'.repeat(1_000_000))]);
  const [contact] = await rows('select whatsapp_name from contacts where phone = $1', phone);
  expect(contact.whatsapp_name).toBe('Júlia');
  const [first, second] = await messagesOf(phone);
  expect(first.text).toBe('ab\ufffd \u202Eالسلام');
  expect(second.text.length).toBe(65_536);
});

it('keeps thanks after the end with the finished service, read by everybody', async () => {
  const phone = '+5511900000401';
  const ana = await at.person('Ana');
  await at.arrive(phone, 'oi');
  const { id, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId: id, serviceId });
  await at.perform(ana, { type: 'finishService', conversationId: id, serviceId });
  await at.arrive(phone, 'Obrigada! 🙏');
  expect((await messagesOf(phone)).map((m) => m.service_id)).toEqual([
    serviceId,
    serviceId,
    serviceId,
  ]);
  const [conversation] = await rows(
    'select settled_position s from conversations where id = $1',
    id,
  );
  expect(conversation.s).toBe(3);
  await at.arrive(phone, 'e o exame?');
  expect((await at.conversation(phone)).state).toBe('waiting');
});

it('moves statuses forward only, whatever their order, and keeps the first failure', async () => {
  const phone = '+5511900000501';
  const bia = await at.person('Bia');
  await at.arrive(phone, 'oi');
  const { id, serviceId } = await at.conversation(phone);
  await at.perform(bia, { type: 'startService', conversationId: id, serviceId });
  const messageId = serviceId.replace(/^.{8}/, '00000000');
  await at.perform(bia, {
    type: 'sendMessage',
    conversationId: id,
    messageId,
    kind: 'text',
    text: 'olá',
  });
  const [{ whatsapp_id: whatsappId }] = await rows(
    'select whatsapp_id from messages where id = $1',
    messageId,
  );
  const when = at.desk.now().toISOString();
  const status = (status: 'sent' | 'delivered' | 'read') => ({
    type: 'status' as const,
    whatsappId,
    phone,
    status,
    at: when,
  });
  await ingest(at.desk, [status('delivered'), status('read'), status('sent')]);
  await ingest(at.desk, [status('delivered')]);
  await ingest(at.desk, [{ type: 'failure', whatsappId, phone, reason: 'first', at: when }]);
  await ingest(at.desk, [{ type: 'failure', whatsappId, phone, reason: 'second', at: when }]);
  expect((await messagesOf(phone)).at(-1)).toMatchObject({ status: 'read', failure: 'first' });
  // Somebody else's phone does not move it.
  await ingest(at.desk, [{ ...status('read'), phone: '+5511900000502' }]);
});

it('tells of the contact again with every service that begins', async () => {
  const phone = '+5511900000701';
  const ana = await at.person('Eva');
  await at.arrive(phone, 'oi');
  const { id, serviceId } = await at.conversation(phone);
  await at.perform(ana, { type: 'startService', conversationId: id, serviceId });
  await at.perform(ana, { type: 'finishService', conversationId: id, serviceId });
  at.published.length = 0;
  await at.arrive(phone, 'voltei com outra pergunta');
  expect(at.published.flatMap(({ marks }) => marks).map(({ entity }) => entity)).toContain(
    'contact',
  );
});

it('numbers the feed without gaps, in commit order, under many writers and roll-backs', async () => {
  await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) =>
      n % 5 === 0
        ? ingest(at.desk, [at.inbound('not a phone', 'x')])
        : at.arrive(`+551190000060${n % 7}`, `m${n}`),
    ),
  );
  const [feed] = await rows(
    `select head, (select count(*) from changes) n, (select min(seq) from changes) first,
            (select max(seq) from changes) last from feed`,
  );
  expect(feed).toEqual({ head: feed.n, n: feed.n, first: 1, last: feed.n });
});
