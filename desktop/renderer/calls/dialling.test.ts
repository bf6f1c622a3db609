import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveCall } from '#shared/contract/call.ts';
import { toneOf } from './bars.ts';
import { callsDesk, refused, ringing } from './test-calls.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('dials with an offer, takes the answer once, and speaks', async () => {
  const out = (part: Partial<LiveCall>) =>
    ringing('mine', {
      direction: 'out',
      conversationId: 'maria',
      userId: 'ana',
      sdp: null,
      ...part,
    });
  const all = callsDesk(() => {
    // The list is told before the dialling is answered to.
    all.calls.receive([out({})]);
    expect(all.kinds()).toEqual(['own']);
    return { id: 'mine' };
  });
  const { calls, peers, moves, phase } = all;
  await calls.dial('maria');
  expect(moves()).toEqual([{ move: 'dial', conversationId: 'maria', sdp: 'our offer' }]);
  expect([phase(), toneOf(calls.getState())]).toEqual(['dialled', 'dialled']);
  calls.receive([out({ sdp: 'their answer' })]);
  calls.receive([out({ sdp: 'their answer', state: 'talking' })]);
  expect([peers[0]?.took, phase()]).toEqual([['their answer'], 'connecting']);
  peers[0]?.hooks.state('connected');
  expect([phase(), toneOf(calls.getState())]).toEqual(['talking', null]);
});

it('does not dial where one may not write, and says why', async () => {
  const { calls, at, peers, moves, troubles } = callsDesk();
  at.ready = 'service-held';
  await calls.dial('maria');
  expect([moves(), calls.getState().own, peers[0]?.closed]).toEqual([[], null, true]);
  expect(troubles()).toMatchObject([['dial', { refusal: { code: 'service-held' } }]]);
  at.ready = 'told';
  await calls.dial('maria');
  expect(troubles()).toHaveLength(1);
});

it('offers to ask a contact who has not allowed calls', async () => {
  const { calls, peers, moves, troubles } = callsDesk(({ move }) =>
    move === 'dial' ? refused('call-permission') : { id: 'asked' },
  );
  await calls.dial('maria');
  expect([calls.getState().asking, peers[0]?.closed, troubles()]).toEqual(['maria', true, []]);
  expect(await calls.askPermission('maria', 'Podemos ligar?')).toBe(null);
  expect(moves().at(-1)).toEqual({
    move: 'askPermission',
    conversationId: 'maria',
    text: 'Podemos ligar?',
  });
  expect(calls.getState().asking).toBe(null);
});

it('keeps the question open where it was refused', async () => {
  const { calls } = callsDesk(({ move }) =>
    refused(move === 'dial' ? 'call-permission' : 'window-closed'),
  );
  await calls.dial('maria');
  expect(await calls.askPermission('maria', 'x')).toMatchObject({ code: 'window-closed' });
  expect(calls.getState().asking).toBe('maria');
});

it('hangs up a call that was dialled after all', async () => {
  let answer: (value: unknown) => void = () => {};
  const { calls, moves } = callsDesk(({ move }) =>
    move === 'dial' ? new Promise((done) => (answer = done)) : { id: 'mine' },
  );
  const dialling = calls.dial('maria');
  await vi.advanceTimersByTimeAsync(0);
  calls.hangUp();
  answer({ id: 'mine' });
  await dialling;
  expect(moves().map(({ move }) => move)).toEqual(['dial', 'hangUp']);

  const late = callsDesk(({ move }) =>
    move === 'dial' ? refused('server-unreachable') : { id: 'x' },
  );
  await late.calls.dial('maria');
  const mine = { direction: 'out', conversationId: 'maria', userId: 'ana' } as const;
  late.calls.receive([ringing('x', mine)]);
  expect([late.moves().at(-1), late.kinds()]).toEqual([{ move: 'hangUp', callId: 'x' }, []]);
});

it('ends what the list never came to know of', async () => {
  const { calls, moves, troubles } = callsDesk();
  await calls.dial('maria');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(troubles()).toEqual([['dial', { kind: 'connection' }]]);
  expect(moves().at(-1)).toEqual({ move: 'hangUp', callId: 'mine' });
});
