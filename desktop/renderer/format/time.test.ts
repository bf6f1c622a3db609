import { expect, it } from 'vitest';
import { createTimes, patienceOf } from './time.ts';

const pt = createTimes('pt-BR');
const en = createTimes('en');
const at = (...parts: [number, number, number, number, number]) =>
  new Date(parts[0], parts[1] - 1, parts[2], parts[3], parts[4]);
const now = at(2026, 11, 20, 15, 0).getTime();

it.each([
  [at(2026, 11, 20, 9, 5), '09:05', '09:05 AM'],
  [at(2026, 11, 19, 23, 59), 'ontem', 'yesterday'],
  [at(2026, 11, 16, 8, 0), 'seg', 'Mon'],
  [at(2026, 10, 3, 8, 0), '03/10/26', '10/03/26'],
])('%s is short for a list', (when, portuguese, english) => {
  expect(pt.brief(when.toISOString(), now)).toBe(portuguese);
  expect(en.brief(when.toISOString(), now).replace('\u202f', ' ')).toBe(english);
});

it('names days', () => {
  expect(pt.day(at(2026, 11, 20, 1, 0).toISOString(), now)).toBe('Hoje');
  expect(pt.day(at(2026, 11, 19, 1, 0).toISOString(), now)).toBe('Ontem');
  expect(pt.day(at(2026, 11, 3, 1, 0).toISOString(), now)).toBe('Terça-feira, 3 de novembro');
});

it('says how long', () => {
  expect(pt.length(-5)).toBe('0 min');
  expect(pt.length(59.9 * 60_000)).toBe('59 min');
  expect(pt.length(65 * 60_000)).toBe('1 h 05');
  expect(pt.length(72 * 3_600_000)).toBe('3 d');
});

it('loses patience at 5 and 15 minutes', () => {
  expect([0, 4.9, 5, 14.9, 15].map((m) => patienceOf(m * 60_000))).toEqual([
    'calm',
    'calm',
    'warm',
    'warm',
    'hot',
  ]);
});
