import { expect, it } from 'vitest';
import type { AttendantFigures } from '#shared/contract/report.ts';
import { type SortKey, sorted, sortedNext } from './sorting.ts';

const none = { count: 0, mean: null };
const row = (name: string | null, finished: number, waited: number | null): AttendantFigures => ({
  attendant: name === null ? null : { id: name, name },
  ...{ finished, open: finished, meanEvaluation: null, firstAnswer: none, duration: none },
  evaluation: {
    ...{ asked: 0, answered: 0, responseRate: null, mean: null },
    distribution: [0, 0, 0, 0, 0],
  },
  waiting: waited === null ? none : { count: 1, mean: waited },
});
const rows = [
  row(null, 9, 1),
  row('Érica', 3, 20),
  row('Zeca', 5, null),
  row('ana', 3, 0),
  row('Ana 10', 1, 7),
  row('Ana 9', 1, 7),
];
const names = (key: SortKey, descending: boolean) =>
  sorted(rows, { key, descending }, 'pt-BR').map(({ attendant }) => attendant?.name ?? null);

it('sorts by name as the language does, nobody last', () => {
  expect(names('name', false)).toEqual(['ana', 'Ana 9', 'Ana 10', 'Érica', 'Zeca', null]);
  expect(names('name', true)).toEqual(['Zeca', 'Érica', 'Ana 10', 'Ana 9', 'ana', null]);
});

it('by a figure: equal ones by name, nobody last either way, and who has none before them', () => {
  expect(names('finished', true)).toEqual(['Zeca', 'ana', 'Érica', 'Ana 9', 'Ana 10', null]);
  expect(names('waiting', true)).toEqual(['Érica', 'Ana 9', 'Ana 10', 'ana', 'Zeca', null]);
  expect(names('waiting', false)).toEqual(['ana', 'Ana 9', 'Ana 10', 'Érica', 'Zeca', null]);
});

it('the same column again turns it round', () => {
  const first = sortedNext({ key: 'name', descending: false }, 'open');
  expect(first).toEqual({ key: 'open', descending: true });
  expect(sortedNext(first, 'open')).toEqual({ key: 'open', descending: false });
  expect(sortedNext(first, 'name')).toEqual({ key: 'name', descending: false });
});
