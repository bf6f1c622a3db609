import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Question } from '#shared/contract/bridge.ts';
import { openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let desk: TestConsole;
let place: ReturnType<typeof freshFolder>;
beforeEach(async () => {
  server = await startTestServer();
  place = freshFolder();
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});
async function open() {
  const ana = server.addUser('Ana');
  desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
}
const look = (text: string, more: Partial<Question<'search'>> = {}) =>
  desk.call('search', { text, where: 'here', before: null, limit: 20, ...more });
const texts = (page: { hits: { message: { text: string | null } }[] }) =>
  page.hits.map(({ message }) => message.text);

it('finds here at once: contacts, messages, and what still waits to be sent', async () => {
  const bruno = server.addConversation('Bruno Exame');
  const carla = server.addConversation('Carla');
  server.receive(carla, 'quando sai o exame?');
  await open();
  server.faults.command = 'silent';
  await desk.call('perform', {
    intent: {
      ...{ type: 'sendMessage', conversationId: bruno, kind: 'text', text: 'seu exame saiu' },
      messageId: '00000000-0000-7000-8000-000000000001',
    },
  });
  const page = await look('exame');
  expect(page.contacts).toMatchObject([
    { conversationId: bruno, contact: { name: 'Bruno Exame' } },
  ]);
  expect(page.hits).toMatchObject([
    { message: { text: 'seu exame saiu', status: 'waiting' }, contact: { name: 'Bruno Exame' } },
    {
      message: { text: 'quando sai o exame?' },
      contact: { name: 'Carla' },
      snippet: { text: 'quando sai o exame?', marks: [[13, 5]] },
    },
  ]);
  expect(page).toMatchObject({ next: null, reach: 'whole' });
  expect((await look('exame', { conversationId: carla })).contacts).toEqual([]);
  expect(texts(await look('exame', { conversationId: carla }))).toEqual(['quando sai o exame?']);
});

it('the server finds what is not here; opened, it is here and found here', async () => {
  const old = server.addConversation('Antigo Cliente');
  for (const text of ['orçamento um', 'dois', 'orçamento três']) server.receive(old, text);
  const other = server.addConversation('Outra');
  server.settings.snapshotFrom = 3;
  await open();
  expect(texts(await look('orcamento'))).toEqual(['orçamento três']);
  const answer = await look('orcamento', { where: 'server' });
  // What is here already was found here.
  expect(answer.hits).toMatchObject([{ message: { text: 'orçamento um' }, here: false }]);
  expect(answer.reach).toBe('whole');
  await desk.call('messages', { conversationId: old, before: 3, limit: 20 });
  expect(texts(await look('orcamento')).sort()).toEqual(['orçamento três', 'orçamento um']);
  expect((await look('orcamento', { where: 'server' })).hits).toEqual([]);
  expect(await desk.ask('bringConversation', { conversationId: other })).toMatchObject({
    ok: true,
  });
});

it('a conversation that only the server has is brought, and is one of the list from then on', async () => {
  await open();
  const [known] = await desk.call('conversations', {});
  expect(known).toBeUndefined();
  // Not told to this console: older than what a first start brings.
  server.faults.hold = true;
  const old = server.addConversation('Sumida');
  server.receive(old, 'voltei a procurar');
  const { hits, contacts } = await look('procurar', { where: 'server' });
  expect(hits).toMatchObject([{ here: false, contact: { name: 'Sumida' } }]);
  expect((await look('sumida', { where: 'server' })).contacts).toMatchObject([{ here: false }]);
  expect(contacts).toEqual([]);
  await desk.call('bringConversation', { conversationId: old });
  expect(await desk.call('conversations', {})).toMatchObject([{ contact: { name: 'Sumida' } }]);
  expect(desk.all('summaries').flat()).toMatchObject([{ conversation: { id: old } }]);
  const page = await desk.call('messages', { conversationId: old, before: null, limit: 20 });
  expect(page.messages.map(({ text }) => text)).toEqual(['voltei a procurar']);
});

it('what is gone meanwhile is not brought', async () => {
  await open();
  server.faults.hold = true;
  const old = server.addConversation('Breve');
  await look('breve', { where: 'server' });
  server.releasePushes('lost');
  server.record([{ entity: 'conversation', id: old, row: null }]);
  await desk.until(() => desk.all('gone').flat().includes(old));
  expect(await desk.ask('bringConversation', { conversationId: old })).toMatchObject({
    code: 'not-found',
  });
});

it('offline and unheard say so, and what is here is found all the same', async () => {
  const carla = server.addConversation('Carla');
  server.receive(carla, 'bom dia');
  await open();
  await server.close();
  await desk.until(async () => !(await desk.online()));
  expect(texts(await look('dia'))).toEqual(['bom dia']);
  expect(await look('dia', { where: 'server' })).toMatchObject({ hits: [], reach: 'offline' });
});

it('what is typed is never refused for what it is, and a wrong place is', async () => {
  await open();
  for (const text of ['%', '"', '*', "'", '👍', '\u0000', ' ']) {
    expect(await look(text)).toMatchObject({ hits: [] });
    expect(await look(text, { where: 'server' })).toMatchObject({ hits: [], reach: 'whole' });
  }
  expect(
    await desk.ask('search', { text: 'a', where: 'here', before: "1' or 1", limit: 5 }),
  ).toMatchObject({ code: 'invalid' });
});
