import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ChangeBatch } from '#shared/contract/change.ts';
import type { PresenceNews } from '#shared/contract/presence.ts';
import type { Refusal } from '#shared/contract/refusal.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { openCalls } from '../calls/calls.ts';
import { callQuestions } from '../calls/questions.ts';
import { feedHead } from '../platform/feed.ts';
import { openLog } from '../platform/log.ts';
import { openRealtime, type Realtime } from '../platform/realtime.ts';
import { hashOfToken } from '../platform/sign-in.ts';
import { deskQuestions } from './questions.ts';
import { readChanges } from './rows.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let realtime: Realtime;
let address: string;
const people = new Map<string, SignedInUser>();
const http = createServer();
const sockets: Socket[] = [];

beforeAll(async () => {
  at = await testDesk();
  for (const name of ['Ana', 'Bia']) people.set(name, await at.person(name));
  const calls = openCalls({
    ...{ desk: at.desk, openDriver: () => null, take: () => {}, log: openLog('silent') },
    ...{ tell: (callsOf) => realtime.calls(callsOf), present: (id) => realtime.present(id) },
  });
  realtime = openRealtime(http, {
    log: openLog('silent'),
    authenticate: async (token) => people.get(token) ?? null,
    welcome: async (user) => ({
      ...(await feedHead(at.pool)),
      serverVersion: '0.1.0',
      minimumApp: '0.1.0',
      workspace: 'Clínica',
      user,
      whatsapp: 'open',
      sample: false,
    }),
    readChanges: ({ marks }, userId) => readChanges(at.pool, marks, userId),
    questions: { ...deskQuestions(at.desk), ...callQuestions(calls) },
  });
  at.desk.publish = realtime.publish;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await realtime.close();
  await at.drop();
});

function connect(auth: object): Socket {
  const socket = io(address, { auth, transports: ['websocket'], reconnection: false });
  sockets.push(socket);
  return socket;
}
const once = <T>(socket: Socket, event: string): Promise<T> =>
  new Promise((resolve) => socket.once(event, resolve));
async function signedIn(name: string): Promise<Socket & { batches: ChangeBatch[] }> {
  const batches: ChangeBatch[] = [];
  const socket = Object.assign(connect({ token: name, app: '0.1.0' }), { batches });
  socket.on('changes', (batch: ChangeBatch) => batches.push(batch));
  await once(socket, 'welcome');
  return socket;
}
/** Until a batch that ends at the feed's head has come. */
async function current(socket: Socket & { batches: ChangeBatch[] }): Promise<ChangeBatch[]> {
  const { head } = await feedHead(at.pool);
  while (!socket.batches.some((batch) => batch.last >= head)) await once(socket, 'changes');
  return socket.batches;
}

it('lets nobody in without a sign-in, and says why', async () => {
  for (const [auth, code] of [
    [{}, 'invalid'],
    [{ token: 1, app: 'x' }, 'invalid'],
    [{ token: 'nobody', app: '0.1.0' }, 'unauthenticated'],
  ] as const) {
    const error = await once<Error & { data: unknown }>(connect(auth), 'connect_error');
    expect(error.data).toEqual({ code });
  }
});

it('pushes what a contact writes to everyone, numbered without a gap', async () => {
  const [ana, bia] = [await signedIn('Ana'), await signedIn('Bia')];
  const { head } = await feedHead(at.pool);
  await Promise.all(
    Array.from({ length: 25 }, (_, n) => at.arrive(`+551196000000${n % 5}`, `m${n}`)),
  );
  for (const socket of [ana, bia]) {
    const batches = await current(socket);
    const ordered = batches.toSorted((a, b) => a.first - b.first);
    let next = head + 1;
    for (const batch of ordered) {
      expect(batch.first).toBe(next);
      next = batch.last + 1;
    }
    const texts = batches.flatMap((batch) =>
      batch.changes.flatMap((change) => (change.entity === 'message' ? change.row?.text : [])),
    );
    expect(new Set(texts)).toEqual(new Set(Array.from({ length: 25 }, (_, n) => `m${n}`)));
  }
});

it('tells who looks at what, to those who come too, and takes back what a cut console said', async () => {
  const [ana, bia] = [await signedIn('Ana'), await signedIn('Bia')];
  const said = (socket: Socket, holds: (news: PresenceNews) => boolean) =>
    new Promise<PresenceNews>((resolve) => {
      socket.on('presence', (news: PresenceNews) => holds(news) && resolve(news));
    });
  const conversationId = newId();
  const heard = said(bia, ({ consoles }) => consoles.length > 0);
  ana.emit('presence', { conversationId: 'no id', typing: true });
  ana.emit('presence', { conversationId, typing: true, userId: people.get('Bia')?.id });
  ana.emit('presence', { conversationId, typing: true });
  expect(await heard).toEqual({
    whole: false,
    consoles: [{ consoleId: ana.id, userId: people.get('Ana')?.id, conversationId, typing: true }],
  });
  const late = connect({ token: 'Bia', app: '0.1.0' });
  expect((await said(late, ({ whole }) => whole)).consoles).toHaveLength(1);
  const gone = said(bia, ({ consoles }) => consoles[0]?.conversationId === null);
  ana.disconnect();
  expect((await gone).consoles[0]?.userId).toBe(people.get('Ana')?.id);
  const { rowCount } = await at.pool.query(`select from changes where entity_id = $1`, [
    conversationId,
  ]);
  expect(rowCount).toBe(0);
});

it('tells all of the session to admins only, its state to everyone', async () => {
  people.set('Root', await at.person('Root', 'admin'));
  const [ana, root] = [await signedIn('Ana'), await signedIn('Root')];
  const heard: unknown[] = [];
  ana.on('whatsappSession', (session) => heard.push(session));
  const session = {
    driver: 'linked' as const,
    state: 'pairing' as const,
    since: '2026-01-01T12:00:00.000Z',
    qr: 'secret',
  };
  const [told, state] = [once(root, 'whatsappSession'), once(ana, 'whatsapp')];
  realtime.whatsappSession(session);
  realtime.whatsapp('pairing');
  expect(await told).toEqual(session);
  // Emitted after it: what was to come before it has come.
  expect(await state).toBe('pairing');
  expect(heard).toEqual([]);
});

it('pushes a read mark to its owner alone, and its numbers to everyone', async () => {
  const [ana, bia] = [await signedIn('Ana'), await signedIn('Bia')];
  await at.arrive('+5511970000000', 'oi');
  const { id } = await at.conversation('+5511970000000');
  await at.perform(people.get('Ana') as SignedInUser, {
    type: 'markRead',
    conversationId: id,
    position: 1,
  });
  const marks = (batches: ChangeBatch[]) =>
    batches.flatMap((batch) => batch.changes).filter((change) => change.entity === 'readMark');
  expect(marks(await current(ana))).toHaveLength(1);
  expect(marks(await current(bia))).toHaveLength(0);
});

it('refuses what breaks a schema, names the field, and keeps the socket open', async () => {
  const ana = await signedIn('Ana');
  const ask = (name: string, payload: unknown): Promise<Refusal> => ana.emitWithAck(name, payload);
  const command = {
    id: newId(),
    conversationId: newId(),
    type: 'sendMessage',
    messageId: newId(),
    kind: 'text',
    text: 'oi',
  };
  for (const [name, payload, path] of [
    ['command', { ...command, text: 5 }, '/text'],
    ['command', { ...command, text: ' ' }, '/text'],
    ['command', { ...command, text: 'x'.repeat(1_000_000) }, '/text'],
    ['command', { ...command, conversationId: "' or 1=1" }, '/conversationId'],
    ['command', { ...command, extra: true }, '/extra'],
    ['command', { ...command, messageId: undefined }, '/messageId'],
    ['command', { ...command, type: 'constructor' }, '/type'],
    ['command', null, ''],
    ['command', 'junk', ''],
    ['pull', { epoch: newId(), since: -1 }, '/since'],
    ['pull', [], ''],
    ['snapshot', {}, '/after'],
    ['older', { conversationId: newId(), before: 1, limit: 1e9 }, '/limit'],
    ['place', { conversationId: newId(), sought: { messageId: 'x' } }, '/sought/messageId'],
  ] as const) {
    expect(await ask(name, payload)).toMatchObject({ ok: false, code: 'invalid', path });
  }
  ana.emit('command', command);
  ana.emit('no such thing', command, () => {});
  expect(await ask('command', command)).toMatchObject({ code: 'not-found' });
  expect(ana.connected).toBe(true);
});

it('answers what the feed has to a pull', async () => {
  const ana = await signedIn('Ana');
  const { epoch, head } = await feedHead(at.pool);
  expect(await ana.emitWithAck('pull', { epoch, since: 0 })).toMatchObject({
    ok: true,
    value: { reset: false, head },
  });
});

it('ends the connections of who is signed out, and of nobody else', async () => {
  const [ana, bia] = [await signedIn('Ana'), await signedIn('Bia')];
  const gone = Promise.all([once(ana, 'signedOut'), once(ana, 'disconnect')]);
  realtime.endSignIns((people.get('Ana') as SignedInUser).id);
  await gone;
  expect(bia.connected).toBe(true);
  const over = once(bia, 'disconnect');
  expect(realtime.presentSignIns()).toEqual([hashOfToken('Bia')]);
  realtime.endSignIn(hashOfToken('Bia'));
  await over;
});

it('tells each console what its user hears of calls, and refuses a call in words', async () => {
  const [ana, bia] = [await signedIn('Ana'), await signedIn('Bia')];
  const own = people.get('Ana')?.id as string;
  const call = {
    ...{ id: newId(), conversationId: newId(), direction: 'in' as const, video: false },
    ...{ state: 'ringing' as const, userId: null, sdp: null, since: at.desk.now().toISOString() },
  };
  const heard = Promise.all([once(ana, 'calls'), once(bia, 'calls')]);
  realtime.calls((userId) => (userId === own ? [call] : []));
  expect(await heard).toEqual([[call], []]);
  expect([own, newId()].map(realtime.present)).toEqual([true, false]);
  const ask = (move: object) => ana.emitWithAck('call', move);
  expect(await ask({ move: 'dance' })).toMatchObject({ code: 'invalid', path: '/move' });
  expect(await ask({ move: 'dial', conversationId: newId(), sdp: '' })).toMatchObject({
    ...{ code: 'invalid', path: '/sdp' },
  });
  expect(await ask({ move: 'dial', conversationId: newId(), sdp: 'x' })).toMatchObject({
    code: 'whatsapp-closed',
  });
  expect(await ask({ move: 'hangUp', callId: newId() })).toMatchObject({ code: 'call-over' });
});
