import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { memoryHost, openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let ana: SignedInUser;
let place: ReturnType<typeof freshFolder>;
let desk: TestConsole;

beforeEach(async () => {
  server = await startTestServer();
  ana = server.addUser('Ana');
  place = freshFolder();
  desk = openTestConsole(place.folder);
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});

async function signedIn() {
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online, 'being online');
}
const summary = async (id: string) =>
  (await desk.call('conversations', {})).find((one) => one.conversation.id === id);
const texts = async (conversationId: string) =>
  (await desk.call('messages', { conversationId, before: null, limit: 50 })).messages.map(
    ({ text, status }) => [text, status],
  );
const send = (conversationId: string, text: string) =>
  desk.call('perform', {
    intent: { type: 'sendMessage', conversationId, messageId: newId(), kind: 'text', text },
  });
const start = (conversationId: string) =>
  desk.call('perform', {
    intent: {
      type: 'startService',
      conversationId,
      serviceId: server.current(conversationId)?.id ?? newId(),
    },
  });

it('shows what a contact wrote, and what is answered, once and in order', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  expect(await summary(id)).toMatchObject({
    contact: { name: 'Bruno' },
    service: { state: 'waiting' },
    lastMessage: { text: 'oi' },
    unread: 1,
  });
  await start(id);
  await send(id, 'bom dia');
  expect(await texts(id)).toEqual([
    ['oi', null],
    ['bom dia', 'waiting'],
  ]);
  await desk.until(async () => (await summary(id))?.lastMessage?.status === 'queued');
  expect(await texts(id)).toEqual([
    ['oi', null],
    ['bom dia', 'queued'],
  ]);
  expect((await summary(id))?.service).toMatchObject({ state: 'open', attendantId: ana.id });
  expect(server.messagesOf(id).map(({ text }) => text)).toEqual(['oi', 'bom dia']);
});

it('tells a pushed message at once, and reading takes the number away before the server knows', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  await desk.call('messages', { conversationId: id, before: null, limit: 50 });
  desk.heard.length = 0;
  const { position } = server.receive(id, 'oi');
  await desk.until(() => desk.all('messages').length > 0 && desk.all('summaries').length > 0);
  expect(desk.all('messages')[0]?.messages.map(({ text }) => text)).toEqual(['oi']);
  expect(desk.all('summaries')[0]?.[0]?.unread).toBe(1);
  server.faults.command = 'silent';
  await desk.call('perform', { intent: { type: 'markRead', conversationId: id, position } });
  expect((await summary(id))?.unread).toBe(0);
});

it('goes on with the server gone, and sends once it is back, each once and in order', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  const port = Number(new URL(server.address).port);
  const { service } = (await summary(id)) ?? {};
  await server.close();
  await desk.until(async () => (await desk.call('open', {})).sync.connection === 'offline');
  await desk.call('perform', {
    intent: { type: 'startService', conversationId: id, serviceId: service?.id ?? '' },
  });
  for (const text of ['um', 'dois', 'três']) await send(id, text);
  expect((await summary(id))?.service).toMatchObject({ state: 'open', attendantId: ana.id });
  expect((await texts(id)).map(([text]) => text)).toEqual(['oi', 'um', 'dois', 'três']);
  expect((await desk.call('open', {})).sync.waiting).toBe(4);

  // Killed and started again, with the outbox as it was.
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  expect((await texts(id)).map(([, status]) => status)).toEqual([
    null,
    'waiting',
    'waiting',
    'waiting',
  ]);
  server = await startTestServer(port);
  await desk.until(async () => (await desk.call('open', {})).signInNeeded, 'the new server');
  expect((await desk.call('open', {})).sync.waiting).toBe(4);
});

it.each(['cut-before', 'cut-after', 'silent'] as const)(
  'a command happens once when its acknowledgement is lost: %s',
  async (fault) => {
    const id = server.addConversation('Bruno');
    server.receive(id, 'oi');
    await signedIn();
    server.faults.command = fault;
    await start(id);
    await send(id, 'um');
    await send(id, 'dois');
    await desk.until(async () => (await desk.call('open', {})).sync.waiting === 0);
    expect(server.carriedOut.map(({ type }) => type)).toEqual([
      'startService',
      'sendMessage',
      'sendMessage',
    ]);
    await desk.until(desk.online);
    expect((await texts(id)).map(([text]) => text)).toEqual(['oi', 'um', 'dois']);
  },
);

it('a refusal takes the effect back, gives back what was typed and says who won', async () => {
  const bia = server.addUser('Bia');
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  const serviceId = server.current(id)?.id ?? '';
  server.faults.hold = true;
  server.perform(bia, { id: newId(), type: 'startService', conversationId: id, serviceId });
  await desk.call('saveDraft', { conversationId: id, text: 'já escrevendo' });
  await texts(id);
  await start(id);
  const { messageId } = await send(id, 'bom dia');
  await desk.until(() => desk.all('refused').length === 2, 'both refusals');
  server.releasePushes('in-order');
  expect(desk.all('refused')[0]).toMatchObject({
    contactName: 'Bruno',
    command: { type: 'startService' },
    refusal: { code: 'service-held', holder: { id: bia.id, name: 'Bia' } },
  });
  await desk.until(async () => (await summary(id))?.service?.attendantId === bia.id);
  expect((await summary(id))?.draft).toBe('já escrevendo\nbom dia');
  expect(await texts(id)).toEqual([['oi', null]]);
  expect(desk.all('messages').flatMap(({ removed }) => removed)).toEqual([messageId]);
});

it('pushes that come doubled, turned around or not at all end in the same cache', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  const expected: string[] = [];
  for (const [index, order] of (['in-order', 'reversed', 'lost'] as const).entries()) {
    server.faults.pushes = 2;
    server.faults.hold = true;
    for (const part of ['a', 'b', 'c']) {
      expected.push(`${index}${part}`);
      server.receive(id, `${index}${part}`);
    }
    server.releasePushes(order);
    if (order === 'lost') {
      expected.push('after');
      server.receive(id, 'after');
    }
    // By the list: reading the messages would heal a hole.
    await desk.until(async () => (await summary(id))?.unread === expected.length, order);
  }
  expect((await texts(id)).map(([text]) => text)).toEqual(expected);
});

it('catches up after an absence without being asked, over several pages', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  server.settings.pageSize = 7;
  server.faults.hold = true;
  for (let at = 0; at < 30; at += 1) server.receive(id, String(at));
  server.releasePushes('lost');
  server.cut();
  await desk.until(async () => (await texts(id)).length === 30);
  await desk.until(desk.online);
});

it('another epoch replaces what is cached; what is pending and drafts stay', async () => {
  const lost = server.addConversation('Bruno');
  server.receive(lost, 'oi');
  await signedIn();
  await desk.call('saveDraft', { conversationId: lost, text: 'rascunho' });
  desk.heard.length = 0;
  const at = new Date().toISOString();
  const contact = { id: newId(), name: 'Carla', whatsappName: null, phone: null, createdAt: at };
  const row = {
    id: newId(),
    contactId: contact.id,
    lastPosition: 0,
    settledPosition: 0,
    lastActivityAt: at,
  };
  const changes: Change[] = [{ entity: 'contact', id: contact.id, row: contact }];
  // The same number under another epoch is another number.
  while (changes.length < server.head()) {
    changes.push({ entity: 'conversation', id: row.id, row });
  }
  server.begins(changes);
  await desk.until(() => desk.all('opening').length > 0, 'a new opening');
  const list = await desk.call('conversations', {});
  expect(list.map(({ contact: { name } }) => name)).toEqual(['Carla']);
});

it('an ended sign-in leaves the cache readable and the outbox kept, until the same person is back', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  server.faults.command = 'silent';
  await start(id);
  server.endSignIn(ana);
  await desk.until(async () => (await desk.call('open', {})).signInNeeded);
  expect(await texts(id)).toEqual([['oi', null]]);
  expect((await desk.call('open', {})).sync.waiting).toBe(1);
  const refused = await desk.ask('perform', {
    intent: { type: 'markRead', conversationId: id, position: 1 },
  });
  expect(refused).toMatchObject({ ok: false, code: 'unauthenticated' });
});

it('one person’s pending commands never go out under another’s name', async () => {
  const bia = server.addUser('Bia');
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  server.faults.command = 'unheard';
  await start(id);
  await send(id, 'de Ana');
  await desk.signIn(server.address, bia.email);
  await desk.until(desk.online);
  expect((await desk.call('open', {})).sync.waiting).toBe(0);
  expect((await summary(id))?.service?.state).toBe('waiting');
  expect(server.carriedOut).toEqual([]);
  await desk.signIn(server.address, ana.email);
  await desk.until(async () => (await desk.call('open', {})).sync.waiting === 0);
  expect(server.messagesOf(id).map(({ authorId }) => authorId)).toEqual([null, ana.id]);
});

it('an app too old for its server says so, sends nothing and shows its cache', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  server.settings.minimumApp = '1.2.0';
  server.cut();
  await desk.until(async () => (await desk.call('open', {})).sync.updateTo === '1.2.0');
  await start(id);
  expect(await texts(id)).toEqual([['oi', null]]);
  expect(server.carriedOut).toEqual([]);
});

it('asks the server for what is older than the cache, and keeps it', async () => {
  const id = server.addConversation('Bruno');
  for (let at = 1; at <= 30; at += 1) server.receive(id, String(at));
  server.settings.snapshotFrom = 21;
  await signedIn();
  const positions = async (before: number | null, limit: number) => {
    const page = await desk.call('messages', { conversationId: id, before, limit });
    return [page.messages.map(({ position }) => position), page.more];
  };
  expect(await positions(null, 5)).toEqual([[26, 27, 28, 29, 30], true]);
  expect(await positions(23, 4)).toEqual([[19, 20, 21, 22], true]);
  expect(await positions(10, 3)).toEqual([[7, 8, 9], true]);
  await server.close();
  await desk.until(async () => !(await desk.online()));
  expect(await positions(10, 3)).toEqual([[7, 8, 9], true]);
  // 10 to 18 were never here: what is above the hole is not glued to what is below it.
  expect(await positions(21, 5)).toEqual([[19, 20], true]);
});

it('junk from the server is ignored and what follows still comes', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  for (const junk of [null, 7, 'x', {}, { epoch: 'x', first: 1, last: 0, changes: [] }]) {
    server.send('changes', junk);
    server.send('whatsapp', junk);
  }
  server.receive(id, 'oi');
  await desk.until(async () => (await texts(id)).length === 1);
});

it('refuses questions that do not fit, names the field, and knows no other calls', async () => {
  await signedIn();
  const { call } = desk.console;
  expect(await call('messages', { conversationId: 'x', before: null, limit: 1 })).toMatchObject({
    code: 'invalid',
    path: '/conversationId',
  });
  expect(await call('constructor', {})).toMatchObject({ code: 'not-found' });
  expect(await call('openLink', { url: 'javascript:alert(1)' })).toMatchObject({
    code: 'unsupported',
  });
  expect(await call('openLink', { url: 'file:///etc/passwd' })).toMatchObject({
    code: 'unsupported',
  });
  expect(await call('perform', { intent: { type: 'markRead' } })).toMatchObject({
    code: 'invalid',
  });
  expect(
    await desk.ask('perform', {
      intent: { type: 'markRead', conversationId: newId(), position: 1 },
    }),
  ).toMatchObject({ code: 'not-found' });
});

it('tells why one cannot sign in', async () => {
  const signIn = (address: string, password: string) =>
    desk.ask('signIn', { server: address, email: ana.email, password });
  expect(await signIn(server.address, 'wrong')).toMatchObject({ code: 'wrong-credentials' });
  expect(await signIn('http://127.0.0.1:1', 'x')).toMatchObject({ code: 'server-unreachable' });
  for (const address of ['ftp://x', 'http://a/b', 'http://u:p@a', 'http://a?x', 'not an address']) {
    expect(await signIn(address, 'x')).toMatchObject({ code: 'invalid', path: '/server' });
  }
});

it('keeps preferences and drafts through a restart, and who is signed in', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  await desk.call('saveDraft', { conversationId: id, text: 'ainda' });
  const listView = { section: 'mine', team: 'all', only: 'unread', sort: 'longest' } as const;
  const own = { tabs: [id], activeTab: id, pinnedTabs: [id], recent: ['command finish'], listView };
  await desk.call('savePreferences', {
    preferences: { language: 'pt-BR', theme: 'dark', ...own },
  });
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  const opening = await desk.call('open', {});
  expect(opening.user?.name).toBe('Ana');
  expect(opening.preferences).toEqual({
    language: 'pt-BR',
    theme: 'dark',
    ...own,
    panel: false,
  });
  expect((await summary(id))?.draft).toBe('ainda');
});

it('notifies what waits and is not in front, and counts it', async () => {
  const [front, other] = [server.addConversation('Bruno'), server.addConversation('Carla')];
  await signedIn();
  await desk.call('inFront', { conversationId: front });
  server.receive(front, 'aqui');
  server.receive(other, 'ali');
  await desk.until(() => desk.outside.badges.at(-1) === 2);
  expect(desk.outside.notices).toEqual([{ title: 'Carla', body: 'ali', conversationId: other }]);
});

it('a cache that is found damaged at work is built anew from the server', async () => {
  const id = server.addConversation('Bruno');
  for (let at = 1; at <= 600; at += 1) server.receive(id, 'x'.repeat(500));
  await signedIn();
  await desk.call('saveDraft', { conversationId: id, text: 'rascunho' });
  desk.console.close();
  const [account = ''] = readdirSync(join(place.folder, 'accounts'));
  const file = join(place.folder, 'accounts', account, 'cache.sqlite');
  const bytes = readFileSync(file);
  // The first pages are schema and small tables; what follows is messages and their index.
  bytes.fill(0x5a, Math.floor(bytes.length * 0.4));
  writeFileSync(file, bytes);
  desk = openTestConsole(place.folder, desk.outside);
  const page = () => desk.ask('messages', { conversationId: id, before: null, limit: 200 });
  await desk.until(async () => {
    const answer = await page();
    return answer.ok && answer.value.messages.length === 200;
  });
  await desk.until(desk.online);
  expect((await summary(id))?.draft).toBe('rascunho');
  const files = readdirSync(join(place.folder, 'accounts', account));
  expect(files.some((name) => name.includes('.damaged-'))).toBe(true);
});

it('one console per folder', () => {
  expect(() => openTestConsole(place.folder, memoryHost())).toThrow(/already using/);
});
