import { v7 as newId } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import type { CallMove, LiveCall } from '#shared/contract/call.ts';
import type { Call } from '#shared/contract/message.ts';
import { memoryHost, openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';
import { languageOf } from './words.ts';

async function begin() {
  const server = await startTestServer();
  const ana = server.addUser('Ana');
  const { folder, remove } = freshFolder();
  onTestFinished(remove);
  const outside = memoryHost();
  const open = () => {
    const at = openTestConsole(folder, outside);
    onTestFinished(() => at.console.close());
    return at;
  };
  const at = open();
  onTestFinished(() => server.close());
  await at.signIn(server.address, ana.email);
  await at.call('savePreferences', { preferences: { language: 'en' } });
  await at.until(at.online, 'the connection');
  return { server, at, ana, open, outside };
}
type Begun = Awaited<ReturnType<typeof begin>>;

const ringing = (conversationId: string, part: Partial<LiveCall> = {}): LiveCall => ({
  id: newId(),
  conversationId,
  direction: 'in',
  video: false,
  state: 'ringing',
  userId: null,
  sdp: 'v=0',
  since: new Date().toISOString(),
  ...part,
});
/** The message of a call: of its kind from the start, as the server writes it. */
function messageOf({ server }: Begun, { id, conversationId }: LiveCall, outcome: Call['outcome']) {
  const message = server.receive(conversationId, 'x');
  const call = {
    ...message,
    id,
    kind: 'call' as const,
    text: null,
    content: { call: { outcome } },
  };
  return { ...call, position: message.position + 1 };
}
const shownCalls = async ({ at }: Begun) => (await at.call('open', {})).calls;

it('tells of calls as they come and go, in the opening and by signal, and what there is for them', async () => {
  const all = await begin();
  const { server, at } = all;
  const id = server.addConversation('Maria');
  const call = ringing(id);
  expect((await at.call('open', {})).sync.calling).toBe('voice');
  server.send('calls', [call]);
  await at.until(() => at.all('calls').at(-1)?.length === 1, 'the call');
  expect(at.all('calls').at(-1)).toEqual([call]);
  expect(await shownCalls(all)).toEqual([call]);
  server.send('calls', []);
  await at.until(() => at.all('calls').at(-1)?.length === 0, 'its end');
  expect(await shownCalls(all)).toEqual([]);
});

it('has those of the welcome, and none once the server is away; the way is still known then', async () => {
  const all = await begin();
  const { server, at, open } = all;
  const call = ringing(server.addConversation('Maria'), { state: 'talking' });
  server.settings.calls = [call];
  server.settings.calling = 'link';
  server.cut();
  await at.until(() => at.all('calls').at(-1)?.length === 1, 'the call of the welcome');
  const before = at.all('calls').length;
  await server.close();
  await at.until(() => at.all('calls').length > before, 'the signal');
  expect(at.all('calls').at(-1)).toEqual([]);
  // What is told last is the state first: a call that is spoken is not taken for one that ended.
  const signals = at.heard.map(({ signal }) => signal);
  expect(at.all('sync').at(-1)?.connection).toBe('offline');
  expect(signals.lastIndexOf('sync')).toBeLessThan(signals.lastIndexOf('calls'));
  expect(await shownCalls(all)).toEqual([]);
  at.console.close();
  expect(await open().call('open', {})).toMatchObject({ calls: [], sync: { calling: 'link' } });
});

it('leaves out what it does not understand of calls, and comes in all the same', async () => {
  const all = await begin();
  const { server, at } = all;
  const call = ringing(server.addConversation('Maria'));
  server.settings.calls = [{ ...call, state: 'a state of the future' }, call];
  server.settings.calling = 'hologram' as never;
  at.heard.length = 0;
  server.cut();
  await at.until(() => at.all('calls').at(-1)?.length === 1, 'the call that is understood');
  expect((await at.call('open', {})).sync).toMatchObject({ connection: 'online', calling: null });
  server.send('calls', 'nonsense');
  server.send('calls', [{ ...call, sdp: 7 }]);
  await at.until(() => at.all('calls').at(-1)?.length === 0, 'the list without it');
});

it('passes a move on to the server with its answer and its refusal, and waits no longer than a while', async () => {
  const { server, at, ana } = await begin();
  const conversationId = server.addConversation('Maria');
  const move: CallMove = { move: 'dial', conversationId, sdp: 'v=0' };
  const asked: unknown[] = [];
  server.settings.onCall = (user, said) => {
    asked.push([user.id, said]);
    return { ok: true, value: { id: conversationId } };
  };
  expect(await at.call('call', { move })).toEqual({ id: conversationId });
  expect(asked).toEqual([[ana.id, move]]);
  server.settings.onCall = () => ({ ok: false, code: 'call-permission', detail: 'No.' });
  expect(await at.ask('call', { move })).toMatchObject({ ok: false, code: 'call-permission' });
  server.settings.onCall = () => undefined;
  const began = performance.now();
  expect(await at.ask('call', { move })).toMatchObject({ code: 'server-unreachable' });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await at.ask('call', { move: { move: 'dance' } as never })).toMatchObject({
    code: 'invalid',
  });
});

it('does nothing about calls while offline, and nothing of it later', async () => {
  const { server, at } = await begin();
  const conversationId = server.addConversation('Maria');
  const asked: unknown[] = [];
  server.settings.onCall = (_user, move) => {
    asked.push(move);
    return undefined;
  };
  const port = Number(new URL(server.address).port);
  await server.close();
  await at.until(async () => (await at.call('open', {})).sync.connection === 'offline');
  const move: CallMove = { move: 'dial', conversationId, sdp: 'v=0' };
  expect(await at.ask('call', { move })).toMatchObject({ ok: false, code: 'server-unreachable' });
  expect((await at.call('open', {})).sync.waiting).toBe(0);
  const again = await startTestServer(port);
  onTestFinished(() => again.close());
  expect(asked).toEqual([]);
});

it('notifies a call that rings once, whoever is told of it again, and its message not at all', async () => {
  const all = await begin();
  const { server, at, outside } = all;
  const id = server.addConversation('Maria');
  const call = ringing(id);
  server.send('calls', [call]);
  await at.until(() => outside.notices.length > 0, 'the notice');
  expect(outside.notices).toEqual([{ title: 'Maria', body: 'is calling', conversationId: id }]);
  const message = messageOf(all, call, 'ringing');
  await at.until(() => outside.notices.length === 2, 'the notice of what was written');
  await at.call('messages', { conversationId: id, before: null, limit: 50 });
  for (const outcome of ['ringing', 'talking', 'answered'] as const) {
    server.change({ ...message, content: { call: { outcome, seconds: 7 } } });
    await at.until(
      () =>
        at
          .all('messages')
          .some(({ messages }) => messages.some((row) => row.content?.call?.outcome === outcome)),
      outcome,
    );
  }
  const { messages } = await at.call('messages', { conversationId: id, before: null, limit: 50 });
  expect(messages.find((row) => row.id === call.id)?.content?.call).toEqual({
    outcome: 'answered',
    seconds: 7,
  });
  server.send('calls', [{ ...call, state: 'talking' }]);
  server.settings.calls = [call];
  server.cut();
  await at.until(() => at.all('calls').at(-1)?.length === 0, 'the cut');
  await at.until(() => at.all('calls').at(-1)?.[0]?.state === 'ringing', 'the welcome');
  const next = ringing(id, { sdp: null });
  server.send('calls', [call, next]);
  await at.until(() => outside.notices.length > 2, 'the next call');
  expect(outside.notices.slice(2).map(({ body }) => body)).toEqual([
    'is calling on WhatsApp. It can be answered on the phone only.',
  ]);
});

it('notifies neither a call in front, nor one that we make, nor one that is spoken', async () => {
  const { server, at, outside } = await begin();
  const [front, other] = [server.addConversation('Maria'), server.addConversation('Bruno')];
  await at.until(async () => (await at.call('conversations', {})).length === 2);
  await at.call('inFront', { conversationId: front });
  const last = server.addConversation('Carla');
  server.send('calls', [
    ringing(front),
    ringing(other, { direction: 'out' }),
    ringing(other, { state: 'talking' }),
    ringing(last),
  ]);
  await at.until(() => outside.notices.length > 0, 'the notice of the last');
  expect(outside.notices.map(({ title }) => title)).toEqual(['Carla']);
});

it('waits for the name of somebody whose first word is a call', async () => {
  const { server, at, outside } = await begin();
  server.faults.hold = true;
  const id = server.addConversation('Maria');
  server.send('calls', [ringing(id)]);
  await at.until(() => at.all('calls').at(-1)?.length === 1, 'the call');
  expect(outside.notices).toEqual([]);
  server.releasePushes('in-order');
  await at.until(() => outside.notices.length > 0, 'the notice');
  expect(outside.notices.map(({ title }) => title)).toEqual(['Maria']);
});

it('tells of a call that was missed before this console heard it ring', async () => {
  const all = await begin();
  const { server, at, outside } = all;
  const id = server.addConversation('Maria');
  const message = messageOf(all, ringing(id), 'missed');
  await at.until(() => outside.notices.length === 1, 'what was written');
  server.change(message);
  await at.until(() => outside.notices.length === 2, 'the missed call');
  expect(outside.notices[1]).toEqual({
    ...{ title: 'Maria (2)', body: 'Missed call' },
    conversationId: id,
  });
});

it('tells nothing more of one that rang here and was missed', async () => {
  const all = await begin();
  const { server, at, outside } = all;
  const id = server.addConversation('Maria');
  const call = ringing(id);
  server.send('calls', [call]);
  await at.until(() => outside.notices.length === 1, 'the notice');
  server.change(messageOf(all, call, 'missed'));
  const next = server.addConversation('Bruno');
  server.receive(next, 'depois');
  await at.until(() => outside.notices.some(({ title }) => title === 'Bruno'), 'what came after');
  expect(outside.notices.map(({ body }) => body)).not.toContain('Missed call');
});

it('speaks the language that was chosen, else that of the machine', () => {
  expect(languageOf('en', 'pt-BR')).toBe('en');
  expect(languageOf(null, 'en-GB')).toBe('en');
  expect(languageOf(null, 'fr')).toBe('pt-BR');
});
