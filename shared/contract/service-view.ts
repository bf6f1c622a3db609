/** Periods that move with the days; in the workspace's time zone, its weeks begin on Mondays. */
export const periodNames = [
  'today',
  'yesterday',
  'week',
  'last-7-days',
  'last-30-days',
  'month',
  'last-month',
  'year',
] as const;
export type PeriodName = (typeof periodNames)[number];
