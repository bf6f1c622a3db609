import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundsOf, dayOf, dayPlus, monthPlus, readDay, weeksOf, writeDay } from './days.ts';

const anyDay = fc
  .date({ min: new Date(1970, 0, 2), max: new Date(2099, 0, 1), noInvalidDate: true })
  .map(dayOf);

it('a month shows each of its days once, in whole weeks', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const weeks = weeksOf(day);
      expect(weeks.every((week) => week.length === 7)).toBe(true);
      const own = weeks.flat().filter(({ month }) => month === day.month);
      expect(own.map(({ date }) => date)).toEqual(own.map((_, n) => n + 1));
      expect(dayPlus(own.at(-1) ?? day, 1).date).toBe(1);
    }),
  );
});

it('a date is read as it is written, in both languages', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      for (const language of ['pt-BR', 'en']) {
        expect(readDay(writeDay(day, language), language)).toEqual(day);
      }
    }),
  );
  expect(readDay('3/2/26', 'pt-BR')).toEqual({ year: 2026, month: 1, date: 3 });
  expect(readDay('3/2/26', 'en')).toEqual({ year: 2026, month: 2, date: 2 });
  expect(readDay('2026-02-03', 'en')).toEqual({ year: 2026, month: 1, date: 3 });
  for (const no of ['', '31/02/2026', '0/1/2026', '1/1', 'hoje', '1/13/2026', '1/1/1900']) {
    expect([no, readDay(no, 'pt-BR')]).toEqual([no, null]);
  }
});

it('another month keeps the date as far as it has it, and a day ends where the next begins', () => {
  expect(monthPlus({ year: 2026, month: 0, date: 31 }, 1)).toEqual({
    ...{ year: 2026, month: 1, date: 28 },
  });
  expect(monthPlus({ year: 2026, month: 0, date: 5 }, -1)).toEqual({
    ...{ year: 2025, month: 11, date: 5 },
  });
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(boundsOf(day).until).toEqual(boundsOf(dayPlus(day, 1)).from);
    }),
  );
});
