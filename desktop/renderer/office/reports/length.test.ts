import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeLength } from './length.ts';

it.each([
  [0, '0 s'],
  [0.4, '0 s'],
  [0.5, '1 s'],
  [-3, '0 s'],
  [59.4, '59 s'],
  [59.6, '1 min'],
  [60, '1 min'],
  [125, '2 min 05 s'],
  [3599.4, '59 min 59 s'],
  [3599.6, '1 h'],
  [3629, '1 h'],
  [3630, '1 h 01 min'],
  [4 * 3600 + 20 * 60 + 40, '4 h 21 min'],
  [86_399, '1 d'],
  [86_400, '1 d'],
  [86_400 + 1_799, '1 d'],
  [2 * 86_400 - 1, '2 d'],
  [3 * 86_400 + 4 * 3600, '3 d 4 h'],
  [400 * 86_400, '400 d'],
])('%d seconds are %s', (seconds, written) => {
  expect(writeLength(seconds)).toBe(written);
});

it('no part overflows, and what is written is at most half of its last unit off', () => {
  const worth = { s: 1, min: 60, h: 3600, d: 86_400 } as const;
  const below = { s: 60, min: 60, h: 24, d: Number.POSITIVE_INFINITY } as const;
  fc.assert(
    fc.property(fc.double({ min: 0, max: 4e7, noNaN: true }), (seconds) => {
      let sum = 0;
      let last = 0;
      for (const [, value, unit] of writeLength(seconds).matchAll(/(\d+) (s|min|h|d)/g)) {
        const one = unit as keyof typeof worth;
        expect(Number(value)).toBeLessThan(below[one]);
        sum += Number(value) * worth[one];
        last = worth[one];
      }
      // A round value leaves its smaller unit out.
      const step = seconds < 3599.5 ? 1 : seconds < 86_370 ? 60 : 3600;
      expect(Math.abs(sum - seconds)).toBeLessThanOrEqual(step / 2 + 0.5);
      expect(last).toBeGreaterThan(0);
    }),
    { numRuns: 3_000 },
  );
});
