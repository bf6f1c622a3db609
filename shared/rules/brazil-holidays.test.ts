import { expect, it } from 'vitest';
import { easterOf, holidaysOfBrazil } from './brazil-holidays.ts';
import { weekdayOf } from './local-time.ts';

it.each([
  [1961, '1961-04-02'],
  [2000, '2000-04-23'],
  [2008, '2008-03-23'],
  [2019, '2019-04-21'],
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
  [2049, '2049-04-18'],
  [2076, '2076-04-19'],
])('Easter of %s is %s', (year, day) => {
  expect(easterOf(year)).toBe(day);
});

it('the movable ones are where the calendar has them', () => {
  const days = (year: number) =>
    holidaysOfBrazil(year)
      .filter(({ yearly }) => !yearly)
      .map(({ day }) => day);
  expect(days(2026)).toEqual(['2026-02-16', '2026-02-17', '2026-04-03', '2026-06-04']);
  expect(days(2027)).toEqual(['2027-02-08', '2027-02-09', '2027-03-26', '2027-05-27']);
});

it('each year has its nine or ten by law, on their weekdays', () => {
  for (let year = 1990; year < 2100; year += 1) {
    const all = holidaysOfBrazil(year);
    expect(all.filter(({ optional }) => !optional)).toHaveLength(year >= 2024 ? 10 : 9);
    const weekdays = all.filter(({ yearly }) => !yearly).map(({ day }) => weekdayOf(day));
    expect(weekdays).toEqual([1, 2, 5, 4]);
    expect(weekdayOf(easterOf(year))).toBe(0);
  }
});
