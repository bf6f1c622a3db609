import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toneOf } from './bars.ts';
import { callsDesk, refused, ringing, speaking } from './test-calls.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('answers with the offer that came, and speaks once both sides hear each other', async () => {
  const { calls, at, peers, moves, kinds, phase } = callsDesk();
  calls.receive([ringing('a')]);
  expect([kinds(), toneOf(calls.getState())]).toEqual([['ringing'], 'ring']);
  const taking = calls.take('a');
  // Neither a second press nor the tone waits for the microphone.
  await calls.take('a');
  expect([kinds(), phase(), toneOf(calls.getState())]).toEqual([['own'], 'microphone', null]);
  await taking;
  expect(moves()).toEqual([{ move: 'answer', callId: 'a', sdp: 'answer to offer of a' }]);
  expect([phase(), at.hushed, peers.length]).toEqual(['connecting', 1, 1]);
  peers[0]?.hooks.state('connected');
  expect(phase()).toBe('connecting');
  calls.receive([ringing('a', { state: 'talking', userId: 'ana' })]);
  expect(phase()).toBe('talking');
  calls.mute();
  expect([peers[0]?.muted, calls.getState().own?.muted]).toEqual([true, true]);
});

it('hangs up: everything is closed at once, and the server is told', async () => {
  const { calls, peers, moves, kinds } = await speaking();
  await vi.advanceTimersByTimeAsync(7_000);
  calls.hangUp();
  expect(peers[0]?.closed).toBe(true);
  expect(moves().at(-1)).toEqual({ move: 'hangUp', callId: 'a' });
  expect(calls.getState().ended).toEqual({ conversationId: 'of a', seconds: 7 });
  expect(kinds()).toEqual(['ended']);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(kinds()).toEqual([]);
});

it('ends with the other side, whatever was open', async () => {
  const { calls, peers, moves, kinds } = await speaking();
  const before = moves().length;
  calls.receive([]);
  expect([peers[0]?.closed, kinds(), moves().length]).toEqual([true, ['ended'], before]);
});

it('goes on speaking while the server is away, and ends where it is found to be over', async () => {
  const { calls, at, peers, phase, kinds } = await speaking();
  at.online = false;
  calls.receive([]);
  expect([phase(), peers[0]?.closed]).toEqual(['talking', false]);
  at.online = true;
  calls.receive([ringing('a', { state: 'talking', userId: 'ana' })]);
  expect(phase()).toBe('talking');
  at.online = false;
  calls.receive([]);
  at.online = true;
  calls.receive([]);
  expect([kinds(), peers[0]?.closed]).toEqual([['ended'], true]);
});

it('tells the server of a hanging up while it was away, as soon as it is back', async () => {
  let away = false;
  const { calls, at, moves, kinds } = await speaking(() =>
    away ? refused('server-unreachable') : { id: 'a' },
  );
  away = true;
  at.online = false;
  calls.receive([]);
  calls.hangUp();
  await vi.advanceTimersByTimeAsync(5_000);
  away = false;
  at.online = true;
  calls.receive([ringing('a', { state: 'talking', userId: 'ana' })]);
  expect([kinds(), moves().slice(-2)]).toEqual([
    [],
    [
      { move: 'hangUp', callId: 'a' },
      { move: 'hangUp', callId: 'a' },
    ],
  ]);
});

it.each([
  ['NotAllowedError', 'not-allowed'],
  ['NotFoundError', 'no-microphone'],
  ['NotReadableError', 'failed'],
])('says what is wrong with the microphone (%s); the call rings on', async (name, trouble) => {
  const { calls, at, moves, kinds, troubles } = callsDesk();
  at.microphone = new DOMException('no', name);
  calls.receive([ringing('a')]);
  await calls.take('a');
  expect(troubles()).toEqual([['answer', { kind: 'microphone', trouble }]]);
  expect([moves(), kinds(), toneOf(calls.getState())]).toEqual([[], ['ringing'], 'ring']);
  await calls.dial('other');
  expect(troubles()).toHaveLength(2);
  expect([moves(), calls.getState().own]).toEqual([[], null]);
});

it('ends the call on the server where the two sides do not find, or lose, each other', async () => {
  const { calls, peers, moves, troubles } = await speaking();
  peers[0]?.hooks.state('failed');
  expect(peers[0]?.closed).toBe(true);
  expect(moves().at(-1)).toEqual({ move: 'hangUp', callId: 'a' });
  expect(troubles()).toEqual([['talk', { kind: 'connection' }]]);
  expect(calls.getState().own).toBe(null);
});

it('waits a while for a connection that wavers, and no longer; likewise for one that never comes', async () => {
  const { calls, peers, phase, troubles } = await speaking();
  peers[0]?.hooks.state('unsteady');
  expect(phase()).toBe('unsteady');
  await vi.advanceTimersByTimeAsync(10_000);
  peers[0]?.hooks.state('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(phase()).toBe('talking');
  peers[0]?.hooks.state('unsteady');
  await vi.advanceTimersByTimeAsync(16_000);
  expect([calls.getState().own, troubles().length]).toEqual([null, 1]);

  const other = callsDesk();
  other.calls.receive([ringing('a')]);
  await other.calls.take('a');
  other.calls.receive([ringing('a', { state: 'talking', userId: 'ana' })]);
  await vi.advanceTimersByTimeAsync(21_000);
  expect(other.troubles()).toEqual([['answer', { kind: 'connection' }]]);
  expect(other.moves().at(-1)).toEqual({ move: 'hangUp', callId: 'a' });
});

it('leaves a call whose offer it does not understand to ring on', async () => {
  const { calls, at, peers, moves, kinds, troubles } = callsDesk();
  at.brokenOffer = true;
  calls.receive([ringing('a')]);
  await calls.take('a');
  expect([moves(), kinds(), peers[0]?.closed]).toEqual([[], ['ringing'], true]);
  expect(troubles()).toEqual([['answer', { kind: 'connection' }]]);
});

it('says who was first, and closes its own side', async () => {
  let answer: (value: unknown) => void = () => {};
  const { calls, peers, kinds, moves, troubles } = callsDesk(
    () =>
      new Promise((done) => {
        answer = done;
      }),
  );
  calls.receive([ringing('a')]);
  const taking = calls.take('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(moves()).toHaveLength(1);
  // The list is told first, and says less.
  calls.receive([]);
  answer(refused('call-taken'));
  await taking;
  expect([kinds(), peers[0]?.closed]).toEqual([[], true]);
  expect(troubles()).toMatchObject([['answer', { refusal: { code: 'call-taken' } }]]);
});

it('is told when a call is gone while the microphone is still being asked for', async () => {
  const { calls, moves, peers, kinds, troubles } = callsDesk();
  calls.receive([ringing('a')]);
  const taking = calls.take('a');
  calls.receive([]);
  await taking;
  expect([moves(), kinds(), peers[0]?.closed]).toEqual([[], [], true]);
  expect(troubles()).toMatchObject([['answer', { refusal: { code: 'call-over' } }]]);
});

it('hanging up before anything was asked of the server lets it ring on', async () => {
  const { calls, moves, peers, kinds } = callsDesk();
  calls.receive([ringing('a')]);
  const taking = calls.take('a');
  calls.hangUp();
  await taking;
  expect([moves(), kinds(), peers[0]?.closed]).toEqual([[], ['ringing'], true]);
});

it('ends at the server an answer that nobody acknowledged', async () => {
  const { calls, moves, kinds } = callsDesk(({ move }) =>
    move === 'answer' ? refused('server-unreachable') : { id: 'a' },
  );
  calls.receive([ringing('a')]);
  await calls.take('a');
  expect(moves().map(({ move }) => move)).toEqual(['answer', 'hangUp']);
  calls.receive([ringing('a', { state: 'talking', userId: 'ana' })]);
  expect(kinds()).not.toContain('elsewhere');
});

it('speaks in one call at a time: another is answered after asking', async () => {
  const { calls, peers, moves, kinds } = await speaking();
  const mine = ringing('a', { state: 'talking', userId: 'ana' });
  calls.receive([mine, ringing('b')]);
  expect([kinds(), toneOf(calls.getState())]).toEqual([['own', 'ringing'], 'quiet']);
  await calls.take('b');
  expect([calls.getState().replacing, peers.length]).toEqual(['b', 1]);
  calls.keepTalking();
  expect(calls.getState().replacing).toBe(null);
  await calls.take('b');
  await calls.replace();
  expect(
    moves()
      .slice(-2)
      .map(({ move }) => move),
  ).toEqual(['hangUp', 'answer']);
  expect([peers[0]?.closed, peers[1]?.closed]).toEqual([true, false]);
  expect(calls.getState().own?.id).toBe('b');
});

it('asks no more about a call that stopped ringing', async () => {
  const { calls } = await speaking();
  const mine = ringing('a', { state: 'talking', userId: 'ana' });
  calls.receive([mine, ringing('b')]);
  await calls.take('b');
  calls.receive([mine]);
  expect(calls.getState().replacing).toBe(null);
});

it('declines at once, and lets it ring again where that was not done', async () => {
  let code: string | null = null;
  const { calls, moves, kinds, troubles } = callsDesk(() => (code ? refused(code) : { id: 'a' }));
  calls.receive([ringing('a'), ringing('b', { sdp: null })]);
  const declining = calls.decline('a');
  expect([kinds(), toneOf(calls.getState())]).toEqual([['ringing'], 'ring']);
  await declining;
  expect(moves()).toEqual([{ move: 'decline', callId: 'a' }]);
  code = 'forbidden';
  await calls.decline('b');
  expect([kinds(), troubles().length]).toEqual([['ringing', 'ringing'].slice(1), 1]);
  code = 'call-over';
  await calls.decline('b');
  expect([kinds(), troubles().length]).toEqual([[], 1]);
});

it('never answers a call that carries no voice', async () => {
  const { calls, peers } = callsDesk();
  calls.receive([ringing('a', { sdp: null })]);
  await calls.take('a');
  expect([peers.length, calls.getState().own]).toEqual([0, null]);
});

it('keeps quiet about one that was silenced here, and not about the next', () => {
  const { calls } = callsDesk();
  calls.receive([ringing('a')]);
  calls.silence('a');
  expect(toneOf(calls.getState())).toBe(null);
  calls.receive([ringing('a'), ringing('b')]);
  expect(toneOf(calls.getState())).toBe('ring');
});

it('shows what this person does on another console, and ends it there', async () => {
  const { calls, moves, kinds } = callsDesk();
  calls.receive([
    ringing('a', { state: 'talking', userId: 'ana' }),
    ringing('b', { userId: 'ana' }),
    ringing('c', { direction: 'out', userId: 'ana', sdp: null }),
  ]);
  expect([kinds(), toneOf(calls.getState())]).toEqual([
    ['elsewhere', 'elsewhere', 'elsewhere'],
    null,
  ]);
  await calls.hangUpElsewhere('a');
  expect(moves()).toEqual([{ move: 'hangUp', callId: 'a' }]);
  expect(kinds()).toEqual(['elsewhere', 'elsewhere']);
});

it('sends a link once, opens it, and says where it was refused', async () => {
  let code: string | null = null;
  const { calls, at, moves, troubles } = callsDesk(() =>
    code ? refused(code) : { id: 'm', url: 'https://call.whatsapp.com/voice/x' },
  );
  const sending = calls.sendLink('maria', true);
  await calls.sendLink('maria', true);
  await sending;
  expect(moves()).toEqual([{ move: 'sendLink', conversationId: 'maria', video: true }]);
  expect([at.opened, calls.getState().linking.size]).toEqual([
    ['https://call.whatsapp.com/voice/x'],
    0,
  ]);
  code = 'whatsapp-closed';
  await calls.sendLink('maria', false);
  expect(troubles()).toMatchObject([['sendLink', { refusal: { code: 'whatsapp-closed' } }]]);
  expect(at.opened).toHaveLength(1);
});

it('tells that the microphone went away, and nothing of a call that is over', async () => {
  const { calls, peers } = await speaking();
  peers[0]?.hooks.microphone(false);
  expect(calls.getState().own?.heard).toBe(false);
  calls.hangUp();
  peers[0]?.hooks.state('failed');
  peers[0]?.hooks.microphone(true);
  expect([calls.getState().own, calls.getState().troubles]).toEqual([null, []]);
});

it('leaves nothing of one person for the next', async () => {
  const { calls, peers, moves } = await speaking();
  calls.silence('a');
  calls.reset();
  expect(peers[0]?.closed).toBe(true);
  expect(moves().at(-1)).toEqual({ move: 'hangUp', callId: 'a' });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls.getState()).toMatchObject({ live: [], own: null, ended: null, troubles: [] });
});
