/** Means of seconds, and below which of them a share of all lies. */
import type { MeanTime, Times } from '#shared/contract/report.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { TimesRow } from './figures-store.ts';

function meanOver(rows: TimesRow[]): MeanTime {
  let [count, sum] = [0, 0];
  for (const row of rows) {
    count += row.count;
    sum += row.sum ?? 0;
  }
  return { count, mean: count === 0 ? null : sum / count };
}

export const meanOf = (rows: TimesRow[], who: Id | null): MeanTime =>
  meanOver(rows.filter((row) => row.byWho && row.who === who));

export function timesOf(rows: TimesRow[]): Times {
  const total = meanOver(rows.filter((row) => row.byWho));
  const seconds = rows
    .flatMap(({ byWho, second, count }) => (byWho || second === null ? [] : { second, count }))
    .toSorted((a, b) => a.second - b.second);
  const nth = (place: number): number => {
    let before = 0;
    for (const { second, count } of seconds) {
      before += count;
      if (before > place) return second;
    }
    return seconds.at(-1)?.second ?? 0;
  };
  const share = (part: number): number | null =>
    total.count === 0 ? null : nth(Math.ceil(total.count * part) - 1);
  return { ...total, median: share(0.5), ninetieth: share(0.9) };
}
