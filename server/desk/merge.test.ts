import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DriverEvent, Who } from '../whatsapp/driver.ts';
import { ingest } from './ingest.ts';
import { mergeContacts } from './merge-store.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
beforeAll(async () => {
  at = await testDesk();
});
afterAll(() => at.drop());

const rows = async (sql: string, ...values: unknown[]) => (await at.pool.query(sql, values)).rows;
const take = (...events: DriverEvent[]) => ingest(at.desk, events);
let said = 0;
const from = (who: Who, text: string, second: number): DriverEvent => ({
  ...{ type: 'message', whatsappId: `W${++said}`, name: null, kind: 'text', text },
  ...who,
  sentAt: `2026-11-20T11:59:${String(second).padStart(2, '0')}.000Z`,
});
const everything = async (who: string) =>
  rows(
    `select m.text, m.position, c.last_position last, k.phone, k.lid, k.bsuid
     from contacts k join conversations c on c.contact_id = k.id
     left join messages m on m.conversation_id = c.id
     where $1 in (k.phone, k.lid, k.bsuid) order by m.position`,
    who,
  );

it.each([
  ['with and without the ninth digit', '+5511987650001', '+551187650001'],
  ['without and with it', '+551187650002', '+5511987650002'],
])('a Brazilian number %s is one person', async (_, first, second) => {
  await take(from({ phone: first }, 'a', 1), from({ phone: second }, 'b', 2));
  await take(from({ phone: first }, 'c', 3));
  expect((await everything(first)).map((row) => row.text)).toEqual(['a', 'b', 'c']);
});

it('a landline has no ninth digit to lose', async () => {
  await take(from({ phone: '+551134560000' }, 'a', 1), from({ phone: '+5511934560000' }, 'b', 2));
  expect(await everything('+551134560000')).toHaveLength(1);
});

it('a person known by one name is found by another that came along', async () => {
  await take(from({ phone: null, lid: '111' }, 'a', 1));
  await take(from({ phone: '+5511900001111', lid: '111' }, 'b', 2));
  await take(from({ phone: '+5511900001111' }, 'c', 3));
  await take(
    from({ phone: null, bsuid: 'BR.1', lid: '111' }, 'd', 4),
    from({ phone: null, bsuid: 'BR.1' }, 'e', 5),
  );
  const all = await everything('111');
  expect(all.map((row) => row.text)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(all[0]).toMatchObject({ phone: '+5511900001111', bsuid: 'BR.1' });
});

it('many at once under both names make one person', async () => {
  const both = { phone: '+5511900002222', lid: '222' };
  await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) =>
      take(
        from(n % 2 ? both : { phone: both.phone }, `m${n}`, n),
        from({ phone: null, lid: '222' }, `l${n}`, n),
      ),
    ),
  );
  await take({ type: 'person', name: null, ...both });
  expect(await everything('222')).toHaveLength(12);
  expect((await everything('222')).map((row) => row.position)).toEqual([
    ...Array.from({ length: 12 }, (_, n) => n + 1),
  ]);
});

it('two contacts that turn out to be one: one conversation in the order of time, one service', async () => {
  const phone = '+5511900003333';
  const ana = await at.person('Ana M');
  await take(from({ phone: null, lid: '333' }, 'primeiro', 1), from({ phone }, 'segundo', 2));
  await take(from({ phone: null, lid: '333' }, 'terceiro', 3), from({ phone }, 'quarto', 4));
  const held = await at.conversation(phone);
  await at.perform(ana, {
    ...{ type: 'startService', conversationId: held.id, serviceId: held.serviceId },
  });
  await at.perform(ana, { type: 'markRead', conversationId: held.id, position: 2 });
  await take({ type: 'person', phone, lid: '333', name: 'Rita' });
  const all = await everything(phone);
  expect(all.map((row) => [row.text, row.position, row.last])).toEqual([
    ...[
      ['primeiro', 1, 4],
      ['segundo', 2, 4],
      ['terceiro', 3, 4],
      ['quarto', 4, 4],
    ],
  ]);
  expect(all[0]).toMatchObject({ phone, lid: '333' });
  const services = await rows(
    `select s.id, s.state, s.attendant_id, (select count(*) from messages where service_id = s.id) messages
     from services s where conversation_id = $1`,
    held.id,
  );
  expect(services).toEqual([
    { id: held.serviceId, state: 'open', attendant_id: ana.id, messages: 4 },
  ]);
  const [mark] = await rows('select position from read_marks where user_id = $1', ana.id);
  expect(mark.position).toBe(4);
  expect(await rows(`select 1 from contacts where lid = '333'`)).toHaveLength(1);
  // Everything that changed is in the feed: the console that had two has one.
  const told = at.published.at(-1)?.marks ?? [];
  const named = (entity: string) =>
    new Set(told.filter((one) => one.entity === entity).map((one) => one.id)).size;
  expect([named('contact'), named('conversation'), named('message')]).toEqual([2, 2, 4]);
});

it('what was given for a conversation before it became part of another is done there, once', async () => {
  const phone = '+5511900005555';
  const ana = await at.person('Ana V');
  await take(from({ phone: null, lid: '555' }, 'a', 1));
  const [{ id: gone }] = await rows(
    `select c.id from conversations c join contacts k on k.id = c.contact_id where k.lid = '555'`,
  );
  // Twice over: the first that it became part of is gone, too.
  await take(from({ phone: null, bsuid: 'BR.555' }, 'b', 2));
  await take({ type: 'person', phone: null, lid: '555', bsuid: 'BR.555', name: null });
  await take(from({ phone }, 'c', 3));
  await take({ type: 'person', phone, lid: '555', name: null });
  const { id, serviceId } = await at.conversation(phone);
  expect(id).not.toBe(gone);
  await at.perform(ana, { type: 'startService', conversationId: gone, serviceId });
  const intent = {
    ...{ type: 'sendMessage' as const, conversationId: gone, messageId: newId() },
    ...{ kind: 'text' as const, text: 'escrito sem conexão' },
  };
  const command = newId();
  const first = await at.perform(ana, intent, command);
  expect(first).toMatchObject({ ok: true, value: { message: { conversationId: id } } });
  expect(await at.perform(ana, intent, command)).toEqual({ ...first, repeated: true });
  expect((await everything(phone)).map((row) => row.text)).toEqual([
    ...['a', 'b', 'c', 'escrito sem conexão'],
  ]);
});

it('a username that passes to another person leaves the first', async () => {
  await take(from({ phone: '+5511900004441', username: 'maria' }, 'a', 1));
  await take(from({ phone: '+5511900004442', username: 'maria' }, 'b', 2));
  expect(await rows(`select phone from contacts where username = 'maria'`)).toEqual([
    { phone: '+5511900004442' },
  ]);
});

it('a status, a reaction and a failure that come while another server makes two people one are kept', async () => {
  const ana = await at.person('Ana R');
  await take(
    from({ phone: '+5511977770001' }, 'oi', 1),
    from({ phone: null, lid: '7701' }, 'olá', 2),
  );
  const { id: conversationId, serviceId } = await at.conversation('+5511977770001');
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const say = async (messageId: string) => {
    const text = 'tudo bem?';
    await at.perform(ana, { type: 'sendMessage', conversationId, messageId, kind: 'text', text });
    const [row] = await rows('select whatsapp_id from messages where id = $1', messageId);
    return row.whatsapp_id as string;
  };
  const [first, second] = [newId(), newId()];
  const [sent, failed] = [await say(first), await say(second)];
  const people = await rows(
    `select id from contacts where phone = '+5511977770001' or lid = '7701' order by lid nulls last`,
  );
  const client = await at.pool.connect();
  try {
    await client.query('begin');
    // Into the other one: what the status is for changes its conversation.
    await mergeContacts(client, people[0].id, people[1].id);
    const who = { phone: '+5511977770001' };
    const time = at.desk.now().toISOString();
    const kept = take(
      { type: 'status', ...who, whatsappId: sent, status: 'delivered', at: time },
      { ...{ type: 'reaction', ...who, whatsappId: sent, toOurs: true, emoji: '👍', at: time } },
      { type: 'failure', ...who, whatsappId: failed, reason: 'No.', at: time },
    );
    for (let waits = false; !waits; ) {
      const [row] = await rows(
        `select count(*)::int n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      waits = row.n > 0;
    }
    await client.query('commit');
    await kept;
  } finally {
    client.release();
  }
  expect(await rows('select status, failure from messages where id = $1', first)).toEqual([
    { status: 'delivered', failure: null },
  ]);
  expect(await rows('select reactions from messages where id = $1', first)).toEqual([
    { reactions: [{ direction: 'in', emoji: '👍', userId: null }] },
  ]);
  expect(await rows('select failure from messages where id = $1', second)).toEqual([
    { failure: 'No.' },
  ]);
});
