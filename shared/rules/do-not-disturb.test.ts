import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isPaused, isQuietAt, morning, pauseUntil } from './do-not-disturb.ts';

const at = (day: number, clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return { day, minute: hours * 60 + minutes };
};
const weekdays = [1, 2, 3, 4, 5];

it('is quiet across midnight, by the day on which the night begins', () => {
  const nights = [{ days: weekdays, from: '22:00', to: '07:00' }];
  expect(isQuietAt(nights, at(1, '21:59'))).toBe(false);
  expect(isQuietAt(nights, at(1, '22:00'))).toBe(true);
  expect(isQuietAt(nights, at(2, '06:59'))).toBe(true);
  expect(isQuietAt(nights, at(2, '07:00'))).toBe(false);
  // Friday's night ends on Saturday; Sunday's is none, so Monday's early hours are not quiet.
  expect(isQuietAt(nights, at(6, '03:00'))).toBe(true);
  expect(isQuietAt(nights, at(6, '23:00'))).toBe(false);
  expect(isQuietAt(nights, at(0, '23:00'))).toBe(false);
  expect(isQuietAt(nights, at(1, '03:00'))).toBe(false);
});

it('is quiet within a day, at several times of it, and all day from a time to itself', () => {
  const lunch = [
    { days: [3], from: '12:00', to: '13:00' },
    { days: [3], from: '18:00', to: '18:30' },
  ];
  expect(isQuietAt(lunch, at(3, '12:30'))).toBe(true);
  expect(isQuietAt(lunch, at(3, '13:00'))).toBe(false);
  expect(isQuietAt(lunch, at(3, '18:29'))).toBe(true);
  expect(isQuietAt(lunch, at(4, '12:30'))).toBe(false);
  const sundays = [{ days: [0], from: '00:00', to: '00:00' }];
  expect(isQuietAt(sundays, at(0, '00:00'))).toBe(true);
  expect(isQuietAt(sundays, at(0, '23:59'))).toBe(true);
  expect(isQuietAt(sundays, at(1, '00:00'))).toBe(false);
  expect(isQuietAt([], at(0, '00:00'))).toBe(false);
});

it('covers, of any span, exactly its own minutes of the week', () => {
  const clock = fc.tuple(fc.nat(23), fc.nat(59));
  const text = ([h, m]: [number, number]) =>
    `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
  fc.assert(
    fc.property(fc.nat(6), clock, clock, (day, from, to) => {
      const span = { days: [day], from: text(from), to: text(to) };
      const begins = from[0] * 60 + from[1];
      const length = (to[0] * 60 + to[1] - begins + 1_440) % 1_440 || 1_440;
      const quiet = new Set<number>();
      for (let n = 0; n < length; n += 1) quiet.add((day * 1_440 + begins + n) % 10_080);
      for (let n = 0; n < 10_080; n += 7) {
        const now = { day: Math.floor(n / 1_440), minute: n % 1_440 };
        expect(isQuietAt([span], now)).toBe(quiet.has(n));
      }
    }),
    { numRuns: 30 },
  );
});

it('pauses for an hour, or until the morning, whatever the clocks do that night', () => {
  const now = new Date(2026, 4, 4, 23, 30);
  expect(pauseUntil('hour', now)?.getTime()).toBe(now.getTime() + 3_600_000);
  const then = pauseUntil('tomorrow', now);
  expect([then?.getDate(), then?.getHours(), then?.getMinutes()]).toEqual([5, morning, 0]);
  expect(pauseUntil('none', now)).toBeNull();
  expect(isPaused(null, now)).toBe(false);
  expect(isPaused(then?.toISOString() ?? null, now)).toBe(true);
  expect(isPaused(now.toISOString(), now)).toBe(false);
  expect(isPaused('no time at all', now)).toBe(false);
  // Somebody set the clock back by a year: nobody is left in peace for a year.
  expect(isPaused(then?.toISOString() ?? null, new Date(2025, 4, 4))).toBe(false);
});
