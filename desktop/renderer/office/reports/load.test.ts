import { expect, it } from 'vitest';
import { cellsOf, heatOf, moved } from './load.ts';

it('a week is whole, what is missing is zero', () => {
  const week = cellsOf([{ weekday: 7, hour: 23, opened: 4, inbound: 9, outbound: 0 }], 'inbound');
  expect(week.map((day) => day.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
  expect(week[6]?.[23]).toBe(9);
  expect(week.flat().reduce((sum, count) => sum + count)).toBe(9);
});

it('what there is, is seen, however much there is elsewhere', () => {
  expect([0, 1, 25, 26, 75, 76, 100].map((count) => heatOf(count, 100))).toEqual([
    0, 1, 1, 2, 3, 4, 4,
  ]);
  expect(heatOf(1, 1_000_000)).toBe(1);
  expect(heatOf(1, 1)).toBe(4);
  expect(heatOf(0, 0)).toBe(0);
});

it('keys stay within the week', () => {
  expect(moved({ weekday: 1, hour: 0 }, 'ArrowUp')).toEqual({ weekday: 1, hour: 0 });
  expect(moved({ weekday: 1, hour: 0 }, 'ArrowLeft')).toEqual({ weekday: 1, hour: 0 });
  expect(moved({ weekday: 7, hour: 23 }, 'ArrowDown')).toEqual({ weekday: 7, hour: 23 });
  expect(moved({ weekday: 7, hour: 23 }, 'ArrowRight')).toEqual({ weekday: 7, hour: 23 });
  expect(moved({ weekday: 3, hour: 8 }, 'End')).toEqual({ weekday: 3, hour: 23 });
  expect(moved({ weekday: 3, hour: 8 }, 'Tab')).toBeNull();
});
