/** A table of people, sorted by one of its figures. */
import type { AttendantFigures } from '#shared/contract/report.ts';

export const sortKeys = [
  'name',
  'finished',
  'open',
  'waiting',
  'firstAnswer',
  'duration',
  'evaluation',
  'responseRate',
] as const;
export type SortKey = (typeof sortKeys)[number];
export type Sorting = { key: SortKey; descending: boolean };

const figureOf = (row: AttendantFigures, key: Exclude<SortKey, 'name'>): number | null => {
  switch (key) {
    case 'finished':
    case 'open':
      return row[key];
    case 'waiting':
    case 'firstAnswer':
    case 'duration':
      return row[key].mean;
    case 'evaluation':
      return row.evaluation.mean;
    case 'responseRate':
      return row.evaluation.responseRate;
  }
};

/** Nobody last, and before them who has no such figure; equal ones by name. */
export function sorted(
  rows: readonly AttendantFigures[],
  { key, descending }: Sorting,
  language: string,
): AttendantFigures[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const byName = (a: AttendantFigures, b: AttendantFigures) =>
    compare(a.attendant?.name ?? '', b.attendant?.name ?? '');
  const way = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (!a.attendant || !b.attendant) return Number(!a.attendant) - Number(!b.attendant);
    if (key === 'name') return way * byName(a, b);
    const [one, other] = [figureOf(a, key), figureOf(b, key)];
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || byName(a, b);
    }
    return way * (one - other) || byName(a, b);
  });
}

/** The same again turns it round; another begins with the most, names with the first. */
export const sortedNext = (before: Sorting, key: SortKey): Sorting =>
  before.key === key
    ? { key, descending: !before.descending }
    : { key, descending: key !== 'name' };
