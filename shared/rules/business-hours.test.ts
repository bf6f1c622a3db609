import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changesAt,
  closedSince,
  type Hours,
  isOpenAt,
  openBetween,
  openMs,
  opensWords,
} from './business-hours.ts';
import { dayPlus, localTime, momentOf, weekdayOf } from './local-time.ts';

const minute = 60_000;
const at = (text: string) => new Date(text).toISOString();

/** Days around which each clock was put forward or back. */
const zones = [
  ['America/Sao_Paulo', ['2018-11-03', '2019-02-15', '2026-07-01']],
  ['Europe/Lisbon', ['2026-03-28', '2026-10-24']],
  ['America/New_York', ['2026-03-07', '2026-10-31']],
  // By half an hour.
  ['Australia/Lord_Howe', ['2026-04-04', '2026-10-03']],
] as const;

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hours, minutes]) => [hours, minutes].map((n) => String(n).padStart(2, '0')).join(':'));
const spans = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
    from: clock,
    to: clock,
  }),
  { maxLength: 4 },
);

const shownBefore = new Map<string, string[]>();
/** What the clock shows minute by minute, from the second day before `first` in UTC. */
function shownFrom(timeZone: string, first: string, days: number): string[] {
  const key = `${timeZone} ${first} ${days}`;
  const begin = Date.parse(`${dayPlus(first, -2)}T00:00:00.000Z`);
  const known =
    shownBefore.get(key) ??
    Array.from({ length: (days + 5) * 1_440 }, (_, n) => {
      const { date, second } = localTime(timeZone, begin + n * minute);
      const [h, m] = [Math.floor(second / 3_600), Math.floor((second % 3_600) / 60)];
      return `${date} ${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
    });
  shownBefore.set(key, known);
  return known;
}

/** Minute by minute over the wall clock, as one who stands before it: the first sight of a time counts. */
function naive(hours: Hours, first: string, days: number): boolean[] {
  const minutes = shownFrom(hours.timeZone, first, days);
  const firstAt = (wall: string) => {
    const found = minutes.findIndex((shown) => shown >= wall);
    return found === -1 ? minutes.length : found;
  };
  const open = minutes.map(() => false);
  // West of Greenwich the first UTC midnight is on the day before, and what began a day earlier goes on.
  for (let date = dayPlus(first, -2); date <= dayPlus(first, days); date = dayPlus(date, 1)) {
    const kept = hours.holidays.some(({ day, yearly }) =>
      yearly ? day.endsWith(date.slice(4)) : day === date,
    );
    if (kept) continue;
    for (const span of hours.weekly) {
      if (!span.days.includes(weekdayOf(date))) continue;
      const end = span.to > span.from ? date : dayPlus(date, 1);
      open.fill(true, firstAt(`${date} ${span.from}`), firstAt(`${end} ${span.to}`));
    }
  }
  // From the first day's UTC midnight on.
  return open.slice(2 * 1_440, (2 + days) * 1_440);
}

describe.each(zones)('in %s', (timeZone, days) => {
  const cases = fc.record({
    first: fc.constantFrom(...days),
    weekly: spans,
    holidays: fc.array(
      fc.record({
        day: fc
          .constantFrom(...days)
          .chain((day) => fc.integer({ min: -1, max: 4 }).map((n) => dayPlus(day, n))),
        yearly: fc.boolean(),
        name: fc.constant('x'),
      }),
      { maxLength: 2 },
    ),
  });

  it('it is open when somebody before the clock would say so, and as long', () => {
    fc.assert(
      fc.property(cases, ({ first, weekly, holidays }) => {
        const hours = { weekly, holidays, timeZone };
        const begin = Date.parse(`${first}T00:00:00.000Z`);
        const model = naive(hours, first, 3);
        const end = begin + model.length * minute;
        const shown = model.map(() => false);
        const found = openBetween(hours, begin, end);
        for (const [from, to] of found) {
          expect((from - begin) % minute).toBe(0);
          shown.fill(true, (from - begin) / minute, (to - begin) / minute);
        }
        expect(shown).toEqual(model);
        for (const [n, [, to]] of found.entries()) {
          expect(found[n + 1]?.[0] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(to);
        }
        const open = openMs(hours, new Date(begin).toISOString(), new Date(end).toISOString());
        expect(open).toBe(model.filter(Boolean).length * minute);
      }),
      { numRuns: 60 },
    );
  });

  it('what is said of the next change and the last closing is so', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 4_319 }), ({ first, weekly, holidays }, n) => {
        const hours = { weekly, holidays, timeZone };
        const now = new Date(Date.parse(`${first}T00:00:00.000Z`) + n * minute).toISOString();
        const open = isOpenAt(hours, now);
        const change = changesAt(hours, now);
        if (change === null) return;
        const before = new Date(Date.parse(change) - 1).toISOString();
        expect([isOpenAt(hours, before), isOpenAt(hours, change)]).toEqual([open, !open]);
        expect(openMs(hours, now, change)).toBe(open ? Date.parse(change) - Date.parse(now) : 0);
        const since = closedSince(hours, now);
        expect(since === null || !open).toBe(true);
        if (since === null) return;
        expect(isOpenAt(hours, new Date(Date.parse(since) - 1).toISOString())).toBe(true);
        expect(openMs(hours, since, now)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('of two times of the wall clock the later never comes first', () => {
    fc.assert(
      fc.property(fc.constantFrom(...days), clock, clock, fc.nat(3), (first, a, b, n) => {
        const date = dayPlus(first, n);
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(momentOf(timeZone, date, early)).toBeLessThanOrEqual(momentOf(timeZone, date, late));
      }),
    );
  });
});

const clinic: Hours = {
  timeZone: 'America/Sao_Paulo',
  weekly: [
    { days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' },
    { days: [1, 2, 3, 4, 5], from: '13:30', to: '18:00' },
    { days: [5], from: '22:00', to: '02:00' },
  ],
  holidays: [
    { day: '2020-12-25', yearly: true, name: 'Natal' },
    { day: '2026-11-23', yearly: false, name: 'Reforma' },
  ],
};

it('lunch, the night, the weekend and a holiday are closed', () => {
  const open = (text: string) => isOpenAt(clinic, at(text));
  expect(open('2026-11-20T11:00:00Z')).toBe(true);
  expect(open('2026-11-20T10:59:59Z')).toBe(false);
  expect(open('2026-11-20T15:30:00Z')).toBe(false);
  expect(open('2026-11-20T21:00:00Z')).toBe(false);
  // Friday's night shift ends on Saturday.
  expect(open('2026-11-21T04:59:00Z')).toBe(true);
  expect(open('2026-11-21T05:00:00Z')).toBe(false);
  expect(open('2026-11-23T12:00:00Z')).toBe(false);
  expect(open('2026-12-25T12:00:00Z')).toBe(false);
  expect(changesAt(clinic, at('2026-11-21T06:00:00Z'))).toBe('2026-11-24T11:00:00.000Z');
  expect(closedSince(clinic, at('2026-11-23T12:00:00Z'))).toBe('2026-11-21T05:00:00.000Z');
  expect(openMs(clinic, at('2026-11-20T00:00:00Z'), at('2026-11-24T12:00:00Z'))).toBe(
    (8.5 + 4 + 1) * 60 * minute,
  );
});

it('who is never open, or always, has no change in sight', () => {
  const never = { ...clinic, weekly: [] };
  expect([
    changesAt(never, at('2026-11-20T11:00:00Z')),
    isOpenAt(never, at('2026-11-20T11:00:00Z')),
  ]).toEqual([null, false]);
  const always = {
    ...{ ...clinic, holidays: [] },
    weekly: [{ days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '00:00' }],
  };
  expect(isOpenAt(always, at('2026-11-20T02:59:59Z'))).toBe(true);
  expect(changesAt(always, at('2026-11-20T11:00:00Z'))).toBeNull();
});

it('says when it opens as one would say it', () => {
  const words = (opens: string, now: string, language: 'pt-BR' | 'en' = 'pt-BR') =>
    opensWords('America/Sao_Paulo', at(opens), at(now), language);
  expect(words('2026-11-20T16:30:00Z', '2026-11-20T15:30:00Z')).toBe('hoje às 13:30');
  expect(words('2026-11-21T11:00:00Z', '2026-11-21T02:30:00Z')).toBe('amanhã às 08:00');
  expect(words('2026-11-21T11:00:00Z', '2026-11-21T04:30:00Z')).toBe('hoje às 08:00');
  expect(words('2026-11-24T11:00:00Z', '2026-11-21T05:30:00Z')).toBe('terça-feira às 08:00');
  expect(words('2026-12-28T11:00:00Z', '2026-12-18T21:30:00Z')).toBe('em 28 de dezembro às 08:00');
  expect(words('2026-12-28T11:00:00Z', '2026-12-18T21:30:00Z', 'en')).toBe(
    'on December 28 at 08:00',
  );
  expect(words('2026-11-24T11:00:00Z', '2026-11-21T05:30:00Z', 'en')).toBe('on Tuesday at 08:00');
});
