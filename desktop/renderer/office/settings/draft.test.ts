import { expect, it } from 'vitest';
import { fieldOf, minutesOf, patchOf, rebased } from './draft.ts';

it('asks for nothing but what was changed', () => {
  const saved = { a: 1, b: null, list: ['x'], text: 'y' };
  expect(patchOf({ ...saved, list: ['x'] }, saved)).toEqual({});
  expect(patchOf({ ...saved, a: Number.NaN, list: ['x', 'z'] }, saved)).toEqual({
    a: Number.NaN,
    list: ['x', 'z'],
  });
  expect(patchOf({ ...saved, b: 0 as null | number }, saved)).toEqual({ b: 0 });
});

it('what somebody else changed meanwhile stays, beside what was changed here', () => {
  const before = { a: 1, b: 1, c: 1 };
  expect(rebased({ a: 2, b: 1, c: 2 }, before, { a: 3, b: 3, c: 1 })).toEqual({ a: 2, b: 3, c: 2 });
});

it.each([
  ['30', 30],
  [' 5 ', 5],
  ['0', 0],
  ['', Number.NaN],
  ['1e3', Number.NaN],
  ['-4', Number.NaN],
  ['3.5', Number.NaN],
  ['99999999', Number.NaN],
])('“%s” is %s minutes', (typed, minutes) => {
  expect(minutesOf(typed)).toBe(minutes);
});

it('a refusal is about a field of the form', () => {
  expect(['/timeZone', '/en/3', '', undefined].map(fieldOf)).toEqual([
    'timeZone',
    'en',
    null,
    null,
  ]);
});
