import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let place: ReturnType<typeof freshFolder>;
let server: TestServer;
let desk: TestConsole;
let ana: SignedInUser;
let bia: SignedInUser;

beforeEach(async () => {
  place = freshFolder();
  server = await startTestServer();
  ana = server.addUser('Ana');
  bia = server.addUser('Bia');
  desk = openTestConsole(place.folder);
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});

async function signedIn() {
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
}
const summary = async (id: string) =>
  (await desk.call('conversations', {})).find((one) => one.conversation.id === id);
const begun = (id: string) => {
  const service = server.current(id);
  return { conversationId: id, serviceId: service?.id ?? '' };
};
const start = (user: SignedInUser, id: string) =>
  server.perform(user, { id: newId(), type: 'startService', ...begun(id) });

it('has the teams, through a restart, and hears of each change', async () => {
  const sales = server.addTeam('Vendas', [ana.id]);
  await signedIn();
  expect((await desk.call('open', {})).teams).toEqual([sales]);
  server.record([{ entity: 'team', id: sales.id, row: { ...sales, active: false } }]);
  await desk.until(() => desk.all('teams').at(-1)?.[0]?.active === false);
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  expect((await desk.call('open', {})).teams).toEqual([{ ...sales, active: false }]);
});

it('a colleague’s availability and room are kept as the server has them', async () => {
  await signedIn();
  const row = { id: bia.id, name: 'Bia', role: bia.role, active: true };
  server.record([
    { entity: 'user', id: bia.id, row: { ...row, availability: 'away', capacity: 4 } },
  ]);
  const bias = (all?: Colleague[]) => all?.find(({ id }) => id === bia.id);
  await desk.until(() => bias(desk.all('colleagues').at(-1))?.capacity === 4);
  expect(bias((await desk.call('open', {})).colleagues)).toEqual({
    ...{ ...row, availability: 'away', capacity: 4 },
  });
});

it('a service and its note go to a team offline, and arrive once', async () => {
  const id = server.addConversation('Bruno');
  const sales = server.addTeam('Vendas');
  server.receive(id, 'oi');
  start(ana, id);
  await signedIn();
  server.faults.command = 'cut-after';
  const note = { messageId: newId(), text: 'prefere de manhã' };
  await desk.call('perform', {
    intent: { type: 'transferService', ...begun(id), teamId: sales.id, note },
  });
  expect((await summary(id))?.service).toMatchObject({ state: 'waiting', teamId: sales.id });
  expect((await summary(id))?.lastMessage).toMatchObject({ kind: 'note', text: note.text });
  await desk.until(async () => (await summary(id))?.pending === false);
  expect(server.messagesOf(id).filter(({ kind }) => kind === 'note')).toHaveLength(1);
  const page = await desk.call('messages', { conversationId: id, before: null, limit: 50 });
  expect(page.messages.filter(({ kind }) => kind === 'note')).toHaveLength(1);
  expect(server.current(id)).toMatchObject({ state: 'waiting', teamId: sales.id });
});

it('refuses a transfer to nobody, or to both, before it is accepted', async () => {
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await signedIn();
  for (const to of [{}, { attendantId: bia.id, teamId: null }]) {
    const answer = await desk.ask('perform', {
      intent: { type: 'transferService', ...begun(id), ...to },
    });
    expect(answer).toMatchObject({ ok: false, code: 'invalid' });
  }
});

it('tells of what was given to this person, by whom and with what word, once', async () => {
  const [one, other] = [server.addConversation('Bruno'), server.addConversation('Carla')];
  for (const id of [one, other]) {
    server.receive(id, 'oi');
    start(bia, id);
  }
  await signedIn();
  const note = { messageId: newId(), text: 'é contigo' };
  server.perform(bia, {
    ...{ id: newId(), type: 'transferService', ...begun(one), attendantId: ana.id, note },
  });
  await desk.until(() => desk.outside.notices.length > 0);
  expect(desk.outside.notices).toMatchObject([{ title: 'Bruno', conversationId: one }]);
  expect(desk.outside.notices[0]?.body).toMatch(/^Bia .*: é contigo$/);
  // What others pass among themselves is theirs.
  server.perform(bia, { id: newId(), type: 'transferService', ...begun(other), teamId: null });
  // The same row again, and a row that says more of the same service.
  const service = server.current(one);
  if (service) server.record([{ entity: 'service', id: service.id, row: service }]);
  await desk.until(async () => (await summary(other))?.service?.state === 'waiting');
  expect(desk.outside.notices).toHaveLength(1);
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  await desk.until(desk.online);
  expect(desk.outside.notices).toHaveLength(1);
});

it('what waits for another team is none of this person’s business', async () => {
  const [mine, theirs] = [server.addTeam('Vendas', [ana.id]), server.addTeam('Saúde', [bia.id])];
  const [one, other] = [server.addConversation('Bruno'), server.addConversation('Carla')];
  for (const id of [one, other]) server.receive(id, 'oi');
  server.perform(bia, { id: newId(), type: 'transferService', ...begun(one), teamId: mine.id });
  server.perform(bia, { id: newId(), type: 'transferService', ...begun(other), teamId: theirs.id });
  await signedIn();
  server.receive(other, 'alguém?');
  server.receive(one, 'alguém aí?');
  await desk.until(() => desk.outside.notices.length > 0);
  expect(desk.outside.notices.map(({ title }) => title)).toEqual(['Bruno']);
  expect(desk.outside.badges.at(-1)).toBe(1);
});

it('says where it looks and that it types, and knows where the others do, until it is cut off', async () => {
  const id = server.addConversation('Bruno');
  await signedIn();
  await desk.call('inFront', { conversationId: id });
  await desk.call('typing', { conversationId: id });
  await desk.until(() => server.looked.at(-1)?.typing === true);
  expect(server.looked).toEqual([
    { userId: ana.id, conversationId: id, typing: false },
    { userId: ana.id, conversationId: id, typing: true },
  ]);
  const bias = { consoleId: 'k', userId: bia.id, conversationId: id, typing: true };
  server.send('presence', { whole: true, consoles: [bias] });
  await desk.until(() => desk.all('presence').at(-1)?.length === 1);
  expect((await desk.call('open', {})).presence).toEqual([bias]);
  server.send('presence', { consoles: 'nonsense' });
  server.cut();
  await desk.until(() => desk.all('presence').at(-1)?.length === 0);
  await desk.until(desk.online);
  // Nobody had heard of it on this connection.
  await desk.until(() => server.looked.length > 2);
  await desk.call('inFront', { conversationId: null });
  await desk.until(() => server.looked.at(-1)?.conversationId === null);
});
