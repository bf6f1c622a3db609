import { expect, test } from 'vitest';
import { type Clock, openPacer, type Pace, realClock } from './pacing.ts';

const pace: Pace = {
  overallMs: 100,
  conversationMs: 1_000,
  perCharacterMs: 10,
  mostMs: 3_000,
  jitter: 0,
};

/** A clock that stands still; `waits` are how long each caller was told to wait. */
function standing(random = 0): Clock & { at: number; waits: number[] } {
  const clock = {
    at: 0,
    waits: [] as number[],
    now: () => clock.at,
    async wait(ms: number) {
      clock.waits.push(ms);
    },
    random: () => random,
  };
  return clock;
}

test('the first message leaves at once', async () => {
  const clock = standing();
  await openPacer(pace, clock)('ana', 500);
  expect(clock.waits).toEqual([]);
});

test('in one conversation each waits as long as the one before took to write', async () => {
  const clock = standing();
  const turn = openPacer(pace, clock);
  for (const length of [50, 1_000, 10]) await turn('ana', length);
  expect(clock.waits).toEqual([1_500, 4_500]);
});

test('conversations do not wait for each other, but the number has its own pace', async () => {
  const clock = standing();
  const turn = openPacer(pace, clock);
  for (const who of ['ana', 'rui', 'eva']) await turn(who, 50);
  expect(clock.waits).toEqual([100, 200]);
});

test('who comes after the gap waits for nothing', async () => {
  const clock = standing();
  const turn = openPacer(pace, clock);
  await turn('ana', 0);
  clock.at = 1_000;
  await turn('ana', 0);
  expect(clock.waits).toEqual([]);
});

test('no two gaps are alike', async () => {
  const clock = standing(0.5);
  const turn = openPacer({ ...pace, jitter: 0.5 }, clock);
  await turn('ana', 0);
  await turn('ana', 0);
  expect(clock.waits).toEqual([1_250]);
});

test('a wait ends early when it is called off', async () => {
  const stop = new AbortController();
  const waiting = realClock.wait(600_000, stop.signal);
  stop.abort();
  await waiting;
});
