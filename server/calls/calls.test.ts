import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { ingest } from '../desk/ingest.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { openLog } from '../platform/log.ts';
import type { CallEvent, Driver, Sent } from '../whatsapp/driver.ts';
import { type Calls, openCalls } from './calls.ts';

let at: TestDesk;
let ana: SignedInUser;
let bia: SignedInUser;
let calls: Calls;
let taken: CallEvent[];
let session: Driver | null;
let allowed: boolean;
let dialled: Sent;
let absent: Set<string>;
const did: string[] = [];
const told = vi.fn();
let rings = 0;

const driver = {
  name: 'simulator',
  calls: {
    decline: async (id: string) => void did.push(`decline ${id}`),
    link: async (video: boolean) => `https://call.whatsapp.com/${video ? 'video' : 'voice'}/T`,
    voice: {
      mayDial: async () => allowed,
      dial: async (_: unknown, id: string, sdp: string) => {
        did.push(`dial ${id} ${sdp}`);
        return dialled;
      },
      answer: async (id: string, sdp: string) => {
        if (sdp === 'bad') throw new Error('The other side does not understand it.');
        did.push(`answer ${id} ${sdp}`);
      },
      hangUp: async (id: string) => void did.push(`hangUp ${id}`),
    },
  },
} as unknown as Driver;

beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
  bia = await at.person('Bia');
});
afterAll(() => at.drop());
beforeEach(() => {
  session = driver;
  allowed = true;
  dialled = { ok: true };
  absent = new Set();
  taken = [];
  did.length = 0;
  told.mockClear();
  calls?.close();
  calls = openRoom();
  at.desk.called = (steps) => calls.called(steps);
});

/** What the room journals is ingested, as the journal would. */
let stored: Promise<unknown> = Promise.resolve();
function openRoom(ringMs = 90_000): Calls {
  return openCalls({
    desk: at.desk,
    openDriver: () => session,
    take(events) {
      taken.push(...events);
      stored = stored.then(() => ingest(at.desk, events));
    },
    tell: told,
    present: (userId) => !absent.has(userId),
    log: openLog('silent'),
    ringMs,
  });
}

const phone = () => `+55119300${String(++rings).padStart(5, '0')}`;
const step = (from: string, outcome: CallEvent['outcome'], more: Partial<CallEvent> = {}) => ({
  ...{ type: 'call' as const, phone: from, whatsappId: `C${from}`, name: null, outcome },
  ...{ at: at.desk.now().toISOString(), ...more },
});
const hear = (...events: CallEvent[]) => ingest(at.desk, events);
async function ring(from = phone(), more: Partial<CallEvent> = {}) {
  await hear(step(from, 'ringing', { sdp: 'offer', ...more }));
  // Whose service it is, is asked after it is told.
  await vi.waitFor(async () => expect(told).toHaveBeenCalled());
  const { id: conversationId, serviceId } = await at.conversation(from);
  const call = calls.callsOf(ana.id).find((one) => one.conversationId === conversationId);
  return { from, conversationId, serviceId, call, id: call?.id as string };
}
async function logged(conversationId: string) {
  await stored;
  const { rows } = await at.pool.query(
    `select id, direction, content -> 'call' call, author_id "authorId", status, text
     from messages where conversation_id = $1 and kind = 'call' order by position`,
    [conversationId],
  );
  return rows;
}
async function attend(user: SignedInUser, from = phone()) {
  await at.arrive(from, 'oi');
  const { id: conversationId, serviceId } = await at.conversation(from);
  await at.perform(user, { type: 'startService', conversationId, serviceId });
  return { from, conversationId };
}

describe('one that comes in', () => {
  it('rings for everyone, opens a service, and is taken by one: the other hears it no more', async () => {
    const { id, call, conversationId, from } = await ring();
    expect(call).toMatchObject({ direction: 'in', state: 'ringing', userId: null, sdp: 'offer' });
    expect(calls.callsOf(bia.id)).toEqual(calls.callsOf(ana.id));
    expect((await at.conversation(from)).state).toBe('waiting');

    const [first, second] = await Promise.allSettled([
      calls.move(ana, { move: 'answer', callId: id, sdp: 'mine' }),
      calls.move(bia, { move: 'answer', callId: id, sdp: 'too' }),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ reason: { refusal: { code: 'call-taken' } } });
    expect(did).toEqual([`answer C${from} mine`]);
    expect(calls.callsOf(bia.id)).toEqual([]);
    expect(calls.callsOf(ana.id)).toMatchObject([{ id, state: 'talking', userId: ana.id }]);
    expect(await at.conversation(from)).toMatchObject({ state: 'open', attendantId: ana.id });
    await stored;

    at.clock.now += 65_000;
    await calls.move(ana, { move: 'hangUp', callId: id });
    expect(did.at(-1)).toBe(`hangUp C${from}`);
    expect(calls.callsOf(ana.id)).toEqual([]);
    expect(await logged(conversationId)).toMatchObject([
      { id, direction: 'in', call: { outcome: 'answered', seconds: 65, userId: ana.id } },
    ]);
    // WhatsApp's own end comes after, and again, and late steps too.
    await hear(step(from, 'missed'), step(from, 'missed'), step(from, 'talking'));
    expect(await logged(conversationId)).toMatchObject([{ call: { outcome: 'answered' } }]);
    expect(calls.callsOf(ana.id)).toEqual([]);
  });

  it('rings only for whoever has the service, while they are there', async () => {
    const { from } = await attend(bia);
    await ring(from);
    await vi.waitFor(() => expect(calls.callsOf(ana.id)).toEqual([]));
    expect(calls.callsOf(bia.id)).toHaveLength(1);
    const id = calls.callsOf(bia.id)[0]?.id as string;
    await expect(calls.move(ana, { move: 'decline', callId: id })).rejects.toMatchObject({
      refusal: { code: 'forbidden' },
    });
    absent.add(bia.id);
    expect(calls.callsOf(ana.id)).toHaveLength(1);
    // The service stays with her who has it.
    await calls.move(ana, { move: 'answer', callId: id, sdp: 'mine' });
    expect(await at.conversation(from)).toMatchObject({ attendantId: bia.id });
  });

  it('is declined once, and says so in the log', async () => {
    const { id, from, conversationId } = await ring();
    await calls.move(ana, { move: 'decline', callId: id });
    expect(did).toEqual([`decline C${from}`]);
    await expect(calls.move(bia, { move: 'decline', callId: id })).rejects.toMatchObject({
      refusal: { code: 'call-over' },
    });
    expect(await logged(conversationId)).toMatchObject([
      { call: { outcome: 'declined', userId: ana.id } },
    ]);
  });

  it('is missed when WhatsApp says so, or says nothing for long; its ring is over', async () => {
    const one = await ring();
    await hear(step(one.from, 'missed'));
    expect(calls.callsOf(ana.id)).toEqual([]);
    expect(await logged(one.conversationId)).toMatchObject([{ call: { outcome: 'missed' } }]);
    calls = openRoom(1);
    const two = phone();
    await hear(step(two, 'ringing'));
    await vi.waitFor(() => expect(taken).toHaveLength(1));
    const { id } = await at.conversation(two);
    expect(await logged(id)).toMatchObject([{ call: { outcome: 'missed' } }]);
  });

  it('is one call however often and in whatever order its steps come', async () => {
    const from = phone();
    const steps = [step(from, 'missed'), step(from, 'ringing'), step(from, 'missed')];
    await hear(...steps);
    await hear(...steps);
    const { id } = await at.conversation(from);
    expect(await logged(id)).toMatchObject([{ call: { outcome: 'missed' } }]);
    expect(calls.callsOf(ana.id)).toEqual([]);
  });

  it('rings no more when it is told of a minute late: the journal waited for Postgres', async () => {
    const from = phone();
    const event = step(from, 'ringing');
    at.minutes(2);
    await hear(event);
    expect(calls.callsOf(ana.id)).toEqual([]);
    const { id } = await at.conversation(from);
    expect(await logged(id)).toMatchObject([{ call: { outcome: 'ringing' } }]);
    // Nothing will ever end it.
    at.minutes(3);
    session = null;
    await calls.settle();
    expect(await logged(id)).toMatchObject([{ call: { outcome: 'ringing' } }]);
    session = driver;
    await calls.settle();
    expect(await logged(id)).toMatchObject([{ call: { outcome: 'missed' } }]);
  });

  it('that runs for long is not ended for that', async () => {
    const { id, conversationId } = await ring();
    await calls.move(ana, { move: 'answer', callId: id, sdp: 'mine' });
    await stored;
    at.minutes(30);
    await calls.settle();
    expect(await logged(conversationId)).toMatchObject([{ call: { outcome: 'talking' } }]);
  });

  it('ends when the voice cannot find its way, and says why', async () => {
    const { id, conversationId } = await ring();
    await expect(calls.move(ana, { move: 'answer', callId: id, sdp: 'bad' })).rejects.toMatchObject(
      {
        refusal: { code: 'call-over', detail: 'The other side does not understand it.' },
      },
    );
    expect(await logged(conversationId)).toMatchObject([{ call: { outcome: 'failed' } }]);
    expect(calls.callsOf(ana.id)).toEqual([]);
  });

  it('ends with the session', async () => {
    const { conversationId } = await ring();
    calls.endAll();
    expect(calls.callsOf(ana.id)).toEqual([]);
    expect(await logged(conversationId)).toMatchObject([{ call: { outcome: 'missed' } }]);
  });

  it('carries no offer where no voice is carried, and can be declined only', async () => {
    session = { ...driver, calls: { decline: driver.calls?.decline } } as Driver;
    const { id, call } = await ring();
    expect(call?.sdp).toBeNull();
    await expect(calls.move(ana, { move: 'answer', callId: id, sdp: 'x' })).rejects.toMatchObject({
      refusal: { code: 'unsupported' },
    });
    await calls.move(ana, { move: 'decline', callId: id });
  });
});

describe('one that we dial', () => {
  it('is logged from the first ring to its end, with what the contact answers', async () => {
    const { from, conversationId } = await attend(ana);
    const { id } = await calls.move(ana, { move: 'dial', conversationId, sdp: 'offer' });
    expect(calls.callsOf(ana.id)).toMatchObject([{ id, direction: 'out', sdp: null }]);
    expect(calls.callsOf(bia.id)).toEqual([]);
    const ours = did[0]?.split(' ')[1] as string;
    expect(did).toEqual([`dial ${ours} offer`]);
    await hear(step(from, 'talking', { whatsappId: 'wacid.1', ours, sdp: 'answer' }));
    expect(calls.callsOf(ana.id)).toMatchObject([{ id, state: 'talking', sdp: 'answer' }]);
    await hear(step(from, 'answered', { whatsappId: 'wacid.1', ours, seconds: 12 }));
    expect(calls.callsOf(ana.id)).toEqual([]);
    expect(await logged(conversationId)).toMatchObject([
      { id, direction: 'out', authorId: ana.id, call: { outcome: 'answered', seconds: 12 } },
    ]);
  });

  it('has the contact’s answer while it rings, where WhatsApp has it so early', async () => {
    const { from, conversationId } = await attend(ana);
    await calls.move(ana, { move: 'dial', conversationId, sdp: 'offer' });
    const ours = did[0]?.split(' ')[1] as string;
    const one = { whatsappId: 'wacid.2', ours };
    await hear(step(from, 'ringing', { ...one, sdp: 'answer' }), step(from, 'ringing', one));
    expect(calls.callsOf(ana.id)).toMatchObject([{ state: 'ringing', sdp: 'answer' }]);
    await hear(step(from, 'talking', { ...one, sdp: 'answer' }));
    expect(calls.callsOf(ana.id)).toMatchObject([{ state: 'talking', sdp: 'answer' }]);
  });

  it('is not dialled without permission, which may be asked for', async () => {
    const { conversationId } = await attend(ana);
    allowed = false;
    const dial = () => calls.move(ana, { move: 'dial', conversationId, sdp: 'offer' });
    await expect(dial()).rejects.toMatchObject({ refusal: { code: 'call-permission' } });
    expect(await logged(conversationId)).toEqual([]);
    await calls.move(ana, { move: 'askPermission', conversationId, text: 'Podemos ligar?' });
    expect(await logged(conversationId)).toMatchObject([
      { status: 'queued', text: 'Podemos ligar?', call: { outcome: 'permissionAsked' } },
    ]);
    // Allowed a moment ago, and no more now.
    allowed = true;
    dialled = { ok: false, permanent: true, reason: 'No permission.', code: 138_006 };
    await expect(dial()).rejects.toMatchObject({ refusal: { code: 'call-permission' } });
    expect(await logged(conversationId)).toMatchObject([{}, { call: { outcome: 'failed' } }]);
    expect(calls.callsOf(ana.id)).toEqual([]);
  });

  it('follows the rules of a message: not in the service of another, nor while it waits', async () => {
    const { conversationId } = await attend(bia);
    await expect(calls.move(ana, { move: 'dial', conversationId, sdp: 'x' })).rejects.toMatchObject(
      { refusal: { code: 'service-held' } },
    );
    await expect(
      calls.move(ana, { move: 'sendLink', conversationId, video: false }),
    ).rejects.toMatchObject({ refusal: { code: 'service-held' } });
    session = null;
    await expect(calls.move(bia, { move: 'dial', conversationId, sdp: 'x' })).rejects.toMatchObject(
      { refusal: { code: 'whatsapp-closed' } },
    );
    expect(did).toEqual([]);
    expect(await logged(conversationId)).toEqual([]);
  });
});

it('a link to a call goes as a text, and is logged as a link', async () => {
  const { conversationId } = await attend(ana);
  const { url } = await calls.move(ana, { move: 'sendLink', conversationId, video: true });
  expect(url).toBe('https://call.whatsapp.com/video/T');
  expect(await logged(conversationId)).toMatchObject([
    { status: 'queued', text: url, call: { outcome: 'linkSent', url, video: true } },
  ]);
  const { oldestQueued } = await import('../desk/outgoing.ts');
  expect(await oldestQueued(at.pool, conversationId)).toMatchObject({ kind: 'text', text: url });
});

it('a call is neither edited, deleted, reacted to nor quoted: WhatsApp knows no such message', async () => {
  const { conversationId } = await attend(ana);
  const { id: messageId } = await calls.move(ana, { move: 'dial', conversationId, sdp: 'offer' });
  const of = { conversationId, messageId };
  const acts: Intent[] = [
    { type: 'editMessage', ...of, text: 'x' },
    { type: 'deleteMessage', ...of },
    { type: 'reactToMessage', ...of, emoji: '👍' },
    { type: 'retryMessage', ...of },
  ];
  for (const act of acts) {
    expect(await at.perform(ana, act)).toMatchObject({ ok: false, code: 'unsupported' });
  }
  const text = { type: 'sendMessage', kind: 'text', text: 'x', messageId: newId() } as const;
  expect(await at.perform(ana, { ...text, conversationId, quotedId: messageId })).toMatchObject({
    ok: false,
    code: 'not-found',
  });
  const { rows } = await at.pool.query('select 1 from message_acts where message_id = $1', [
    messageId,
  ]);
  expect(rows).toEqual([]);
  expect(await logged(conversationId)).toMatchObject([{ call: { outcome: 'ringing' } }]);
});
