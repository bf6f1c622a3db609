import { expect, test } from 'vitest';
import { afterEnd, backoff, type Ended, openAttempts, words } from './disconnects.ts';

const ended = (code: number, more: Partial<Ended> = {}) =>
  afterEnd({ code, paired: true, failures: 1, repeats: 1, random: 0.5, ...more });

test('the wait doubles, has an upper end, and is never the same for two servers', () => {
  expect([1, 2, 3, 4].map((n) => backoff(n, 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(backoff(50, 1)).toBe(300_000);
  expect(backoff(5, 0)).toBeLessThan(backoff(5, 0.9));
  expect(backoff(1, 0)).toBeGreaterThan(0);
});

test('a short open resets nothing, a steady one does', () => {
  const attempts = openAttempts();
  expect(attempts.ended(428, 0)).toEqual({ failures: 1, repeats: 1 });
  attempts.opened(1_000);
  expect(attempts.ended(428, 30_000)).toEqual({ failures: 2, repeats: 2 });
  attempts.opened(31_000);
  expect(attempts.ended(428, 91_000)).toEqual({ failures: 1, repeats: 1 });
});

test('515 counts as no failure, and repeats are of one code', () => {
  const attempts = openAttempts();
  attempts.ended(500, 0);
  expect(attempts.ended(515, 1)).toEqual({ failures: 1, repeats: 1 });
  expect(attempts.ended(500, 2)).toEqual({ failures: 2, repeats: 2 });
  expect(attempts.ended(503, 3)).toEqual({ failures: 3, repeats: 1 });
  expect(attempts.ended(500, 4)).toEqual({ failures: 4, repeats: 1 });
});

test('a code that nobody knows is tried again later', () => {
  expect(ended(599)).toMatchObject({ do: 'reconnect', inMs: 750 });
});

test('500 pairs again after the third in a row only', () => {
  expect(ended(500, { repeats: 2 })).toMatchObject({ do: 'reconnect' });
  expect(ended(500, { repeats: 3 })).toMatchObject({ do: 'pairAgain', reason: words.bad });
});

test('while no phone has accepted it, nothing forgets a link, and the codes end', () => {
  for (const code of [401, 411, 440, 500]) {
    expect(ended(code, { paired: false, repeats: 9 }).do).toBe('reconnect');
  }
  expect(ended(408, { paired: false, repeats: 2 })).toMatchObject({
    do: 'reconnect',
    reason: null,
  });
  expect(ended(408, { paired: false, repeats: 6 })).toEqual({ do: 'stop', reason: words.nobody });
  expect(ended(403, { paired: false }).do).toBe('stop');
});
