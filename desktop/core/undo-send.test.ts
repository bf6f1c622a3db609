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
let id: string;

beforeEach(async () => {
  place = freshFolder();
  server = await startTestServer();
  ana = server.addUser('Ana');
  id = server.addConversation('Bruno');
  desk = openTestConsole(place.folder, undefined, { undoSend: 5 });
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});

const say = (text: string) =>
  ({ type: 'sendMessage', conversationId: id, messageId: newId(), kind: 'text', text }) as const;
const sent = () =>
  server.carriedOut.flatMap((command) => (command.type === 'sendMessage' ? command.text : []));
const shown = async () =>
  (await desk.call('messages', { conversationId: id, before: null, limit: 50 })).messages;

it('a message just sent is held and told so; it goes when nobody looks any more', async () => {
  await desk.call('perform', { intent: say('a') });
  expect(await shown()).toMatchObject([{ text: 'a', status: 'waiting', held: true }]);
  expect((await desk.call('open', {})).sync.waiting).toBe(0);
  await desk.call('perform', {
    intent: { type: 'addNote', conversationId: id, messageId: newId(), text: 'n' },
  });
  await desk.until(() => server.carriedOut.some(({ type }) => type === 'addNote'));
  expect(sent()).toEqual([]);
  await desk.call('sendHeld', { conversationId: id });
  await desk.until(() => sent().length === 1);
  await desk.until(async () => (await shown()).every(({ held }) => !held));
});

it('taken back it never arrives, and the next one does', async () => {
  const first = say('a');
  await desk.call('perform', { intent: first });
  await desk.call('cancelMessage', { messageId: first.messageId });
  expect(await shown()).toEqual([]);
  await desk.call('saveSettings', { settings: { undoSend: 0 } });
  await desk.call('perform', { intent: say('b') });
  await desk.until(() => sent().length > 0);
  expect(sent()).toEqual(['b']);
});

it('what was held when the console was closed goes at the latest when it is opened again', async () => {
  await desk.call('perform', { intent: say('a') });
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside, { undoSend: 5 });
  await desk.until(() => sent().length === 1);
});
