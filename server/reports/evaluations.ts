/** What contacts thought of services that finished. */
import type { Evaluations } from '#shared/contract/report.ts';
import type { OutcomeRow } from './figures-store.ts';

export function evaluationsOf(outcomes: OutcomeRow[]): Evaluations {
  const distribution = [0, 0, 0, 0, 0];
  let [asked, answered, sum] = [0, 0, 0];
  for (const row of outcomes) {
    if (row.asked) asked += row.count;
    if (row.score === null) continue;
    answered += row.count;
    sum += row.score * row.count;
    distribution[row.score - 1] = (distribution[row.score - 1] ?? 0) + row.count;
  }
  return {
    asked,
    answered,
    responseRate: asked === 0 ? null : answered / asked,
    mean: answered === 0 ? null : sum / answered,
    distribution,
  };
}
