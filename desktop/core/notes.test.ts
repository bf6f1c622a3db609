import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let place: ReturnType<typeof freshFolder>;
let server: TestServer;
let desk: TestConsole;
let ana: SignedInUser;
let bia: SignedInUser;
let id: string;

beforeEach(async () => {
  place = freshFolder();
  server = await startTestServer();
  ana = server.addUser('Ana');
  bia = server.addUser('Bia');
  id = server.addConversation('Bruno');
  desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});

const away = async () => {
  server.faults.databaseAway = true;
  server.cut();
  await desk.until(() => desk.all('sync').at(-1)?.connection === 'offline');
};
const summary = async () =>
  (await desk.call('conversations', {})).find((one) => one.conversation.id === id);
const notesOf = async () =>
  (await desk.call('messages', { conversationId: id, before: null, limit: 50 })).messages.filter(
    ({ kind }) => kind === 'note',
  );
const named = () => [{ userId: ana.id, name: 'Ana' }];

it('a note written offline is shown at once and arrives once, with who is named', async () => {
  await away();
  const messageId = newId();
  const mentions = [{ userId: bia.id, name: 'Bia' }];
  const intent = {
    type: 'addNote',
    conversationId: id,
    messageId,
    text: '@Bia, veja',
    mentions,
  } as const;
  await desk.call('perform', { intent });
  await desk.call('perform', {
    intent: { type: 'editMessage', conversationId: id, messageId, text: 'Deixa, @Bia', mentions },
  });
  expect(await notesOf()).toMatchObject([
    { id: messageId, text: 'Deixa, @Bia', status: 'waiting', content: { mentions } },
  ]);
  expect(await summary()).toMatchObject({ lastMessage: { id: messageId } });
  server.faults.databaseAway = false;
  await desk.call('reconnect', {});
  await desk.until(() => server.carriedOut.some(({ type }) => type === 'editMessage'));
  expect(server.carriedOut.map(({ type }) => type)).toEqual(['addNote', 'editMessage']);
});

it('who is named is told, in a conversation of nobody’s too, and it is marked until read', async () => {
  const add = (text: string, mentions = named()) =>
    server.perform(bia, {
      ...{ id: newId(), type: 'addNote', conversationId: id, messageId: newId(), text, mentions },
    });
  add('@Ana, o que acha?');
  await desk.until(() => desk.outside.notices.length > 0);
  expect(desk.outside.notices).toMatchObject([
    { conversationId: id, body: expect.stringContaining('@Ana, o que acha?') },
  ]);
  expect(await summary()).toMatchObject({ mentioned: true });
  // It is still there after a restart, and told no second time.
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  await desk.until(desk.online);
  expect(await summary()).toMatchObject({ mentioned: true });
  expect(desk.outside.notices).toHaveLength(1);
  const position = (await summary())?.conversation.lastPosition ?? 0;
  await away();
  await desk.call('perform', { intent: { type: 'markRead', conversationId: id, position } });
  expect((await summary())?.mentioned).toBeUndefined();
});

it('a mention that was read elsewhere meanwhile is told no more', async () => {
  await away();
  const add = (text: string) =>
    server.perform(bia, {
      ...{ id: newId(), type: 'addNote', conversationId: id, messageId: newId(), text },
      mentions: named(),
    });
  const added = add('@Ana, antes');
  const position = (added.ok && added.value.message?.position) || 0;
  server.perform(ana, { id: newId(), type: 'markRead', conversationId: id, position });
  server.faults.databaseAway = false;
  await desk.call('reconnect', {});
  await desk.until(async () => (await notesOf()).length === 1);
  await desk.until(desk.online);
  expect((await summary())?.mentioned).toBeUndefined();
  add('@Ana, agora');
  await desk.until(() => desk.outside.notices.length > 0);
  expect(desk.outside.notices.map(({ body }) => body)).toEqual([
    expect.stringContaining('@Ana, agora'),
  ]);
});

it('what one writes oneself, and what names others, is no mention', async () => {
  const add = (user: SignedInUser, mentions: { userId: string; name: string }[]) =>
    server.perform(user, {
      ...{ id: newId(), type: 'addNote', conversationId: id, messageId: newId(), text: 'x' },
      mentions,
    });
  add(ana, named());
  add(bia, [{ userId: bia.id, name: 'Bia' }]);
  await desk.until(async () => (await notesOf()).length === 2);
  expect((await summary())?.mentioned).toBeUndefined();
  expect(desk.outside.notices).toEqual([]);
});
