/** The hours of a week and how much each holds. */
import type { LoadHour } from '#shared/contract/report.ts';

/** 1 Monday to 7 Sunday; 0 to 23. */
export type Cell = { weekday: number; hour: number };

/** Seven days of 24 counts. */
export function cellsOf(
  load: readonly LoadHour[],
  of: 'opened' | 'inbound' | 'outbound',
): number[][] {
  const week = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const hour of load) {
    const day = week[hour.weekday - 1];
    if (day) day[hour.hour] = hour[of];
  }
  return week;
}

/** 0: nothing; then quarters of the most. */
export const heatOf = (count: number, most: number): 0 | 1 | 2 | 3 | 4 =>
  count === 0 ? 0 : (Math.min(4, Math.max(1, Math.ceil((4 * count) / most))) as 1 | 2 | 3 | 4);

/** Where a key leads within the week; null: it is none of the grid's. */
export function moved({ weekday, hour }: Cell, key: string): Cell | null {
  switch (key) {
    case 'ArrowLeft':
      return { weekday, hour: Math.max(0, hour - 1) };
    case 'ArrowRight':
      return { weekday, hour: Math.min(23, hour + 1) };
    case 'ArrowUp':
      return { weekday: Math.max(1, weekday - 1), hour };
    case 'ArrowDown':
      return { weekday: Math.min(7, weekday + 1), hour };
    case 'Home':
      return { weekday, hour: 0 };
    case 'End':
      return { weekday, hour: 23 };
    default:
      return null;
  }
}
