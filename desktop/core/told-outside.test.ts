import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { openTestConsole, type TestConsole } from './test-console.ts';
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
const start = (conversationId: string) =>
  desk.call('perform', {
    intent: {
      type: 'startService',
      conversationId,
      serviceId: server.current(conversationId)?.id ?? newId(),
    },
  });

it('sends what was given to a notification like any message, offline too', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  await start(id);
  await desk.until(async () => (await summary(id))?.service?.state === 'open');
  const port = Number(new URL(server.address).port);
  await server.close();
  await desk.until(async () => !(await desk.online()), 'being offline');
  await desk.console.reply(id, 'já vou');
  expect((await texts(id)).at(-1)).toEqual(['já vou', 'waiting']);
  expect((await summary(id))?.unread).toBe(0);
  server = await startTestServer(port);
});

it('keeps as a draft what a notification was given and cannot be sent, and says so', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  await desk.call('saveDraft', { conversationId: id, text: 'antes' });
  await desk.console.reply(id, 'x'.repeat(70_000));
  await desk.console.reply(id, '   ');
  expect(desk.outside.told.slice(-2).every(({ stays }) => stays)).toBe(true);
  expect((await summary(id))?.draft).toContain('antes');
});

it('is quiet in the hours that the person chose, and counts all the same', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  const everyDay = { days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00' };
  await desk.call('saveSettings', { settings: { quiet: true, quietSpans: [everyDay] } });
  server.receive(id, 'oi');
  await desk.until(() => desk.outside.badges.at(-1) === 1);
  expect([desk.outside.notices, desk.all('sound')]).toEqual([[], []]);
  await desk.call('saveSettings', { settings: { quiet: false } });
  server.receive(id, 'ei');
  await desk.until(() => desk.outside.notices.length === 1, 'the notice');
  expect(desk.all('sound')).toEqual([{ kind: 'waiting' }]);
  expect(desk.outside.statuses.at(-1)).toMatchObject({
    ...{ unread: 1, signedIn: true, connection: 'online', pausedUntil: null },
  });
  await desk.call('signOut', {});
  expect(desk.outside.taken).toContain(id);
  expect(desk.outside.statuses.at(-1)).toMatchObject({ unread: 0, signedIn: false });
});
