import fc from 'fast-check';
import { expect, it } from 'vitest';
import { periodNames } from '#shared/contract/service-view.ts';
import { dateIn, datePlus, daysOf, isDate } from '../services/period.ts';
import { askingIn, daysIn, filterOf, queryOf, usualPreset } from './period.ts';

it.each([
  ['today', '2026-11-21', '2026-11-21', '2026-11-22'],
  ['yesterday', '2026-03-01', '2026-02-28', '2026-03-01'],
  ['yesterday', '2024-03-01', '2024-02-29', '2024-03-01'],
  ['last-7-days', '2026-01-03', '2025-12-28', '2026-01-04'],
  // A Saturday, a Monday and a Sunday.
  ['week', '2026-11-21', '2026-11-16', '2026-11-22'],
  ['week', '2026-11-16', '2026-11-16', '2026-11-17'],
  ['week', '2026-03-01', '2026-02-23', '2026-03-02'],
  ['month', '2026-12-31', '2026-12-01', '2027-01-01'],
  ['month', '2026-12-01', '2026-12-01', '2026-12-02'],
  ['last-month', '2026-03-31', '2026-02-01', '2026-03-01'],
  ['last-month', '2026-01-31', '2025-12-01', '2026-01-01'],
  ['year', '2026-01-01', '2026-01-01', '2026-01-02'],
  ['year', '2024-12-31', '2024-01-01', '2025-01-01'],
] as const)('%s on %s is from %s until before %s', (preset, today, from, to) => {
  expect(daysOf(preset, today)).toEqual({ from, to });
});

it.each([
  // Midnight of Saturday was left out: the day begins at one o'clock.
  ['America/Sao_Paulo', '2018-11-04T02:59:59.999Z', '2018-11-03'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z', '2018-11-04'],
  // Midnight was turned back to eleven: the hour before it comes twice, and is the old day's.
  ['America/Sao_Paulo', '2018-02-18T02:30:00Z', '2018-02-17'],
  ['America/Sao_Paulo', '2018-02-18T03:00:00Z', '2018-02-18'],
  ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25'],
  ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
  ['Pacific/Kiritimati', '2026-11-21T10:00:00Z', '2026-11-22'],
  ['Pacific/Pago_Pago', '2026-11-21T10:59:00Z', '2026-11-20'],
  // Half an hour of daylight saving, and a day that Samoa never had.
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', '2026-10-04'],
  ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
  ['Asia/Kathmandu', '2026-11-20T18:15:00Z', '2026-11-21'],
  ['UTC', '2026-11-21T00:00:00Z', '2026-11-21'],
])('in %s it is at %s the day %s', (zone, at, day) => {
  expect(dateIn(zone, at)).toBe(day);
});

it('the answer’s instants are the days that were asked, in zones that change their clocks at midnight', () => {
  // What the server makes of 2018-11-04 and 2019-02-17 there.
  const answer = { from: '2018-11-04T03:00:00Z', to: '2019-02-17T03:00:00Z' };
  expect(filterOf(answer, 'America/Sao_Paulo')).toEqual({ from: '2018-11-04', to: '2019-02-17' });
  const havana = { from: '2026-11-01T04:00:00Z', to: '2026-11-02T05:00:00Z' };
  expect(filterOf(havana, 'America/Havana')).toEqual({ from: '2026-11-01', to: '2026-11-02' });
});

const anyDay = fc
  .integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2399, 11, 31) })
  .map((at) => new Date(at).toISOString().slice(0, 10));

it('every preset has days, begins by today and knows its way into the address and back', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...periodNames), fc.boolean(), (today, preset, flag) => {
      const span = daysOf(preset, today);
      expect(isDate(span.from) && isDate(span.to) && span.from < span.to).toBe(true);
      expect(span.from <= today && span.to <= datePlus(today, 1)).toBe(true);
      const asked = { choice: { preset }, compared: flag, business: !flag };
      expect(askingIn(queryOf(asked))).toEqual(asked);
      const free = { ...asked, choice: { preset: null, days: span } };
      expect(askingIn(queryOf(free))).toEqual(free);
      expect(new Date(daysOf('week', today).from).getUTCDay()).toBe(1);
      expect(daysIn(daysOf('last-7-days', today))).toBe(7);
    }),
  );
});

it('days are counted and added without any clock', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (day, days) => {
      const other = datePlus(day, days);
      expect(datePlus(other, -days)).toBe(day);
      expect(daysIn({ from: day, to: other })).toBe(days);
    }),
  );
});

it.each([
  {},
  { period: 'forever' },
  { period: '__proto__' },
  { from: '2026-11-01' },
  { from: '2026-11-02', to: '2026-11-02' },
  { from: '2026-11-03', to: '2026-11-02' },
  { from: '2026-02-30', to: '2026-03-02' },
  { from: '2026-13-01', to: '2027-01-01' },
  { from: '0001-01-01', to: '9999-12-31' },
  { from: "2026-01-01'; --", to: '2026-02-01' },
])('%o is no period: the usual one', (query) => {
  expect(askingIn(query as Record<string, string>).choice).toEqual({ preset: usualPreset });
});
