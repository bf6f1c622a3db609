import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { readPeriod, readPeriodBefore, readToday } from './period-store.ts';

let at: TestDatabase;
beforeAll(async () => {
  at = await testDatabase();
});
afterAll(() => at.drop());

const now = '2026-11-21T02:00:00.000Z';
const midnight = (text: string) => `${text}:00.000Z`;

it.each([
  // The midnight with which this Sunday would begin was left out: it begins at one.
  [
    ...['America/Sao_Paulo', '2018-11-04', '2018-11-05'],
    ...['2018-11-04T03:00', '2018-11-05T02:00'],
  ],
  // Saturday had its last hour twice.
  [
    ...['America/Sao_Paulo', '2018-02-17', '2018-02-18'],
    ...['2018-02-17T02:00', '2018-02-18T03:00'],
  ],
  ['Europe/Lisbon', '2026-03-29', '2026-03-30', '2026-03-29T00:00', '2026-03-29T23:00'],
  ['America/New_York', '2026-11-01', '2026-11-02', '2026-11-01T04:00', '2026-11-02T05:00'],
  ['Asia/Kathmandu', '2026-11-01', '2026-11-02', '2026-10-31T18:15', '2026-11-01T18:15'],
])('in %s %s to %s', async (zone, from, to, begins, ends) => {
  expect(await readPeriod(at.pool, { from, to }, zone, now)).toEqual({
    from: midnight(begins),
    to: midnight(ends),
  });
});

it('moments with an offset are taken as they are; nothing is the month of the workspace', async () => {
  const asked = { from: '2026-11-01T00:00:00-03:00', to: null };
  // In Tokyo it is the 21st already, in São Paulo still the 20th; both have November.
  expect(await readPeriod(at.pool, asked, 'America/Sao_Paulo', now)).toEqual({
    from: midnight('2026-11-01T03:00'),
    to: midnight('2026-12-01T03:00'),
  });
  const edge = '2026-12-01T01:00:00.000Z';
  const none = { from: null, to: null };
  expect((await readPeriod(at.pool, none, 'America/Sao_Paulo', edge)).from).toBe(
    midnight('2026-11-01T03:00'),
  );
  expect((await readPeriod(at.pool, none, 'Asia/Tokyo', edge)).from).toBe(
    midnight('2026-11-30T15:00'),
  );
});

it.each([
  // February has fewer days than March, and in between the clocks changed.
  ['whole months', 'Europe/Lisbon', '2026-03-01T00:00', '2026-03-31T23:00', '2026-02-01T00:00'],
  ['a quarter', 'Europe/Lisbon', '2026-03-31T23:00', '2026-06-30T23:00', '2026-01-01T00:00'],
  // Seven days of the calendar, though one of them had 25 hours.
  ['a week', 'America/New_York', '2026-11-05T05:00', '2026-11-12T05:00', '2026-10-29T04:00'],
  ['hours', 'America/New_York', '2026-11-01T07:30', '2026-11-01T09:00', '2026-11-01T06:00'],
])('the period before %s', async (_what, zone, from, to, before) => {
  const period = { from: midnight(from), to: midnight(to) };
  expect(await readPeriodBefore(at.pool, period, zone)).toEqual({
    from: midnight(before),
    to: midnight(from),
  });
});

it.each([
  // The day that begins at one o'clock, seen from its begin, its end, and just before it.
  ['America/Sao_Paulo', '2018-11-04T03:00', '2018-11-04T03:00', '2018-11-05T02:00'],
  ['America/Sao_Paulo', '2018-11-05T01:59', '2018-11-04T03:00', '2018-11-05T02:00'],
  ['America/Sao_Paulo', '2018-11-04T02:59', '2018-11-03T03:00', '2018-11-04T03:00'],
  // A day of 25 hours, in its second hour of one.
  ['America/New_York', '2026-11-01T06:30', '2026-11-01T04:00', '2026-11-02T05:00'],
  ['Pacific/Kiritimati', '2026-11-21T10:00', '2026-11-21T10:00', '2026-11-22T10:00'],
])('today in %s at %s', async (zone, moment, from, to) => {
  expect(await readToday(at.pool, zone, midnight(moment))).toEqual({
    from: midnight(from),
    to: midnight(to),
  });
});
