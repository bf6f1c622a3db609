import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LocateQuestion, PlaceRequest } from '#shared/contract/place.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let desk: TestConsole;
let place: ReturnType<typeof freshFolder>;
let carla: Id;
/** What the server was asked. */
let asked: PlaceRequest[];

/** Ten messages, one a day from the first of March on; the console has those from a position on. */
async function open(from = 1) {
  server.settings.snapshotFrom = from;
  const ana = server.addUser('Ana');
  desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
}
const march = (day: number) => new Date(Date.UTC(2026, 2, day, 12)).toISOString();
const locate = (sought: LocateQuestion['sought']) =>
  desk.call('locate', { conversationId: carla, sought });
const idAt = (position: number) => server.messagesOf(carla)[position - 1]?.id ?? '';

beforeEach(async () => {
  server = await startTestServer();
  place = freshFolder();
  asked = [];
  carla = server.addConversation('Carla');
  for (let day = 1; day <= 10; day += 1) {
    server.change({ ...server.receive(carla, `dia ${day}`), sentAt: march(day) });
  }
  server.settings.onAbout = (event, question) => {
    if (event !== 'place') return undefined;
    const request = question as PlaceRequest;
    asked.push(request);
    const { sought, conversationId } = request;
    const all = server.messagesOf(conversationId);
    const found =
      'messageId' in sought
        ? all.find(({ id }) => id === sought.messageId)
        : (all.find(({ sentAt }) => sentAt >= sought.from) ?? all.at(-1));
    const { id: messageId = '', position = 0, sentAt = '' } = found ?? {};
    return {
      ok: true,
      value: { place: found ? { conversationId, messageId, position, sentAt } : null },
    };
  };
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});

it('what is here is found here, and the server is not asked', async () => {
  await open();
  expect(await locate({ messageId: idAt(4) })).toMatchObject({
    ...{ by: 'known', place: { conversationId: carla, messageId: idAt(4), position: 4 } },
  });
  expect((await locate({ from: march(1).replace('T12', 'T00') })).place?.position).toBe(1);
  expect((await locate({ from: march(6).replace('T12', 'T13') })).place?.position).toBe(7);
  expect(await locate({ from: march(30) })).toMatchObject({ by: 'known', place: { position: 10 } });
  expect(asked).toEqual([]);
});

it('what is older than what is here is asked of the server', async () => {
  await open(6);
  expect(await locate({ messageId: idAt(2) })).toMatchObject({
    ...{ by: 'known', place: { messageId: idAt(2), position: 2 } },
  });
  expect(await locate({ from: march(2) })).toMatchObject({ by: 'known', place: { position: 2 } });
  // The first that is here may not be the first of its day.
  expect(await locate({ from: march(6) })).toMatchObject({ by: 'known', place: { position: 6 } });
  expect(asked).toHaveLength(3);
  expect((await locate({ from: march(8) })).place?.position).toBe(8);
  expect(asked).toHaveLength(3);
});

it('a message that exists nowhere is nowhere, for certain', async () => {
  await open();
  expect(await locate({ messageId: newId() })).toEqual({ place: null, by: 'known' });
  expect(
    await desk.ask('locate', { conversationId: newId(), sought: { messageId: idAt(1) } }),
  ).toMatchObject({ code: 'not-found' });
});

it('offline it says so, with the nearest that is here', async () => {
  await open(6);
  await server.close();
  await desk.until(async () => !(await desk.online()));
  expect(await locate({ messageId: idAt(2) })).toEqual({ place: null, by: 'offline' });
  expect(await locate({ from: march(2) })).toMatchObject({ by: 'offline', place: { position: 6 } });
  expect(await locate({ from: march(9) })).toMatchObject({ by: 'known', place: { position: 9 } });
});

it('a server that breaks off in the middle, or says what was not agreed, is late', async () => {
  await open(6);
  server.settings.onAbout = () => ({ ok: true, value: { place: { position: 'two' } } });
  expect(await locate({ messageId: idAt(2) })).toEqual({ place: null, by: 'late' });
  server.settings.onAbout = () => {
    server.cut();
    return undefined;
  };
  expect(await locate({ from: march(2) })).toMatchObject({ by: 'late', place: { position: 6 } });
});

it('what is new begins after what was read here, also where the server does not know it yet', async () => {
  await open();
  expect(await locate({ unread: true })).toMatchObject({ unread: 10, place: { position: 1 } });
  server.faults.command = 'silent';
  await desk.call('perform', {
    intent: { type: 'markRead', conversationId: carla, position: 7 },
  });
  expect(await locate({ unread: true })).toMatchObject({ unread: 3, place: { position: 8 } });
  await desk.call('perform', {
    intent: { type: 'markRead', conversationId: carla, position: 10 },
  });
  expect(await locate({ unread: true })).toEqual({ place: null, by: 'known', unread: 0 });
});

it('what is new may begin further up than what is here; what the list says of it is told anew', async () => {
  await open(6);
  const [before] = await desk.call('conversations', {});
  expect(before?.unread).toBe(5);
  expect(await locate({ unread: true })).toMatchObject({ unread: 10, place: { position: 1 } });
  await desk.until(() => desk.all('summaries').flat().at(-1)?.unread === 10);
});

it('what waits here can be gone to', async () => {
  await open();
  server.faults.command = 'silent';
  const messageId = newId();
  await desk.call('perform', {
    intent: { type: 'sendMessage', conversationId: carla, messageId, kind: 'text', text: 'já vai' },
  });
  expect(await locate({ messageId })).toMatchObject({ by: 'known', place: { position: null } });
  expect(await locate({ from: march(20) })).toMatchObject({ place: { messageId } });
});
