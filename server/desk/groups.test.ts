/** Groups: nothing of them is taken in unless they are shown; then one is a contact like another. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Contact } from '#shared/contract/contact.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { DriverEvent, InboundMessage, Participant } from '../whatsapp/driver.ts';
import { ingest } from './ingest.ts';
import { oldestQueued } from './outgoing.ts';
import { readChanges } from './rows.ts';
import { testDesk } from './test-desk.ts';

let scene: Awaited<ReturnType<typeof testDesk>>;
let holder: Awaited<ReturnType<(typeof scene)['person']>>;
beforeAll(async () => {
  scene = await testDesk();
  holder = await scene.person('Ana');
});
afterAll(() => scene.drop());

const groups = (value: 'shown' | 'ignored') =>
  scene.pool.query(
    `insert into settings (key, value) values ('groups', to_jsonb($1::text))
     on conflict (key) do update set value = excluded.value`,
    [value],
  );
let group: string;
let count = 0;
beforeEach(async () => {
  count += 1;
  group = `12036300000000${String(count).padStart(4, '0')}`;
  await groups('shown');
});

const bia: Participant = { id: '111@lid', name: 'Bia', phone: '+5511999990011' };
const rui: Participant = { id: '222@lid', name: 'Rui', phone: null };
const says = (
  by: Participant,
  text: string,
  more: Partial<InboundMessage> = {},
): InboundMessage => ({
  ...scene.inbound(null as never, text, { name: 'Condomínio', ...more }),
  group,
  by,
});
const take = (...events: DriverEvent[]) => ingest(scene.desk, events);
const at = '2026-11-20T12:00:00.000Z';

async function shown(): Promise<{ contact: Contact; id: Id; messages: Message[] } | null> {
  const { rows } = await scene.pool.query(
    `select k.id contact, c.id from contacts k join conversations c on c.contact_id = k.id
     where k.group_id = $1`,
    [group],
  );
  if (!rows[0]) return null;
  const [change] = await readChanges(
    scene.pool,
    [{ entity: 'contact', id: rows[0].contact }],
    null,
  );
  const messages = await scene.pool.query('select id from messages where conversation_id = $1', [
    rows[0].id,
  ]);
  const read = await readChanges(
    scene.pool,
    messages.rows.map(({ id }) => ({ entity: 'message' as const, id })),
    null,
  );
  const contact = change?.row as Contact;
  return { contact, id: rows[0].id, messages: read.map(({ row }) => row as Message) };
}
const messages = async () => (await shown())?.messages ?? [];
const services = async () =>
  (
    await scene.pool.query(
      `select s.state from services s join conversations c on c.id = s.conversation_id
       join contacts k on k.id = c.contact_id where k.group_id = $1 order by s.created_at, s.id`,
      [group],
    )
  ).rows.map(({ state }) => state);

it('while they are ignored nothing of them is taken in; what is there stays', async () => {
  await groups('ignored');
  await take(says(bia, 'oi'), scene.inbound('+5511999990099', 'oi'));
  expect(await shown()).toBeNull();
  await groups('shown');
  const first = says(bia, 'agora sim');
  await take(first);
  await groups('ignored');
  await take(
    says(rui, 'e eu?'),
    { type: 'edit', phone: null, group, whatsappId: first.whatsappId, by: bia, text: 'x', at },
    { type: 'delete', phone: null, group, whatsappId: first.whatsappId, by: bia, at },
    { type: 'person', phone: null, group, name: 'Outro nome' },
  );
  const now = await shown();
  expect(now?.contact.whatsappName).toBe('Condomínio');
  expect(now?.messages.map(({ text, deletedAt }) => [text, deletedAt])).toEqual([
    ['agora sim', undefined],
  ]);
});

it('a group is a contact with no number, and its messages say who wrote them', async () => {
  const { by, ...ours } = says(bia, 'da casa', { fromMe: true });
  await take(says(bia, 'oi'), says(rui, 'olá'), ours);
  const now = await shown();
  expect(now?.contact).toMatchObject({ group: true, phone: null, whatsappName: 'Condomínio' });
  expect(now?.messages.map(({ text, sender }) => [text, sender])).toEqual([
    ['oi', { name: 'Bia', phone: '+5511999990011' }],
    ['olá', { name: 'Rui', phone: null }],
    ['da casa', undefined],
  ]);
  const { rows } = await scene.pool.query("select 1 from contacts where phone = '+5511999990011'");
  expect(rows).toEqual([]);
});

it('its name is kept up to date', async () => {
  await take(says(bia, 'oi', { name: null }));
  await take({ type: 'person', phone: null, group, name: 'Bloco B' });
  expect((await shown())?.contact.whatsappName).toBe('Bloco B');
  await take({ type: 'person', phone: null, group: '999', name: 'Ninguém' });
  const { rows } = await scene.pool.query("select 1 from contacts where group_id = '999'");
  expect(rows).toEqual([]);
});

it('two people may choose the same id; the same message again is one', async () => {
  const one = says(bia, 'da Bia', { whatsappId: 'SAME' });
  const other = says(rui, 'do Rui', { whatsappId: 'SAME' });
  await take(one, other);
  await take(other, one);
  expect((await messages()).map(({ text }) => text)).toEqual(['da Bia', 'do Rui']);
});

it('one changes one’s own message, and nobody else’s; an admin of the group takes away', async () => {
  await take(says(bia, 'da Bia', { whatsappId: 'B1' }), says(rui, 'do Rui', { whatsappId: 'R1' }));
  const who = { phone: null, group, at } as const;
  await take(
    { type: 'edit', ...who, whatsappId: 'B1', by: rui, text: 'falsa' },
    { type: 'delete', ...who, whatsappId: 'B1', by: rui },
    { type: 'edit', ...who, whatsappId: 'R1', by: rui, text: 'do Rui, corrigida' },
  );
  expect((await messages()).map(({ text, editedAt }) => [text, editedAt])).toEqual([
    ['da Bia', undefined],
    ['do Rui, corrigida', at],
  ]);
  await take({ type: 'delete', ...who, whatsappId: 'B1', by: rui, author: bia.id });
  expect((await messages())[0]).toMatchObject({
    text: null,
    deletedAt: at,
    sender: { name: 'Bia' },
  });
});

it('everybody of it has a reaction of their own, and takes back no other', async () => {
  await take(says(bia, 'oi', { whatsappId: 'B1' }));
  const reacts = (by: Participant, emoji: string): DriverEvent => ({
    ...{ type: 'reaction', phone: null, group, whatsappId: 'B1', toOurs: false, by, emoji, at },
    author: bia.id,
  });
  await take(reacts(rui, '👍'), reacts(bia, '❤️'));
  await take(reacts(rui, '😂'));
  const told = async () => (await messages())[0]?.reactions;
  expect(await told()).toEqual([
    { direction: 'in', emoji: '❤️', userId: null, sender: { name: 'Bia', phone: bia.phone } },
    { direction: 'in', emoji: '😂', userId: null, sender: { name: 'Rui', phone: null } },
  ]);
  await take(reacts(rui, ''));
  expect((await told())?.map(({ emoji }) => emoji)).toEqual(['❤️']);
});

it('a quote finds its message by whatever name its author goes, where only one has that id', async () => {
  await take(says(bia, 'a pergunta', { whatsappId: 'Q1' }));
  const quoted = {
    whatsappId: 'Q1',
    fromMe: false,
    text: 'x',
    author: '5511999990011@s.whatsapp.net',
  };
  await take(says(rui, 'a resposta', { quoted }));
  const [question, answer] = await messages();
  expect(answer?.quote).toMatchObject({ messageId: question?.id, sender: { name: 'Bia' } });
  await take(says(rui, 'outra', { whatsappId: 'Q1' }));
  await take(says(bia, 'qual?', { quoted }));
  expect((await messages()).at(-1)?.quote).toMatchObject({ messageId: null, text: 'x' });
});

it('thanks to one another after the end are an ordinary message, and open a service', async () => {
  await take(says(bia, 'oi'));
  const { id } = (await shown()) as { id: Id };
  const command = (intent: object) =>
    scene.perform(holder, { conversationId: id, ...intent } as never);
  const [service] = (
    await scene.pool.query('select id from services where conversation_id = $1', [id])
  ).rows;
  await command({ type: 'startService', serviceId: service.id });
  await command({ type: 'finishService', serviceId: service.id });
  await take(says(bia, 'obrigada!'));
  expect(await services()).toEqual(['finished', 'waiting']);
});

it('what we write goes to the group, with whoever wrote what it answers; ignored, it is refused', async () => {
  await take(says(bia, 'oi', { whatsappId: 'B1' }));
  const now = await shown();
  const [service] = (
    await scene.pool.query('select id from services where conversation_id = $1', [now?.id])
  ).rows;
  const command = (intent: object) =>
    scene.perform(holder, { conversationId: now?.id, ...intent } as never);
  await command({ type: 'startService', serviceId: service.id });
  const quotedId = now?.messages[0]?.id;
  const send = (messageId: string) =>
    command({ type: 'sendMessage', messageId, kind: 'text', text: 'olá', quotedId });
  expect(await send('00000000-0000-7000-8000-0000000000a1')).toMatchObject({ ok: true });
  expect(await oldestQueued(scene.pool, now?.id ?? '')).toMatchObject({
    who: { phone: null, group },
    quoted: { whatsappId: 'B1', fromMe: false, author: bia.id },
  });
  const [, sent] = (
    await scene.pool.query(
      'select whatsapp_id id from messages where conversation_id = $1 order by position',
      [now?.id],
    )
  ).rows;
  await groups('ignored');
  // What became of it is heard all the same.
  await take({ type: 'status', phone: null, group, whatsappId: sent.id, status: 'delivered', at });
  expect((await messages()).at(-1)?.status).toBe('delivered');
  expect(await send('00000000-0000-7000-8000-0000000000a2')).toMatchObject({
    ok: false,
    code: 'groups-ignored',
  });
  const react = { type: 'reactToMessage', messageId: quotedId, emoji: '👍' };
  expect(await command(react)).toMatchObject({ ok: false, code: 'groups-ignored' });
});
