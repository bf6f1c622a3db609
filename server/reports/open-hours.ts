/** Business hours as the database reckons with them: how long it has been open up to a moment. */
import { type Hours, openBetween } from '#shared/rules/business-hours.ts';

/** Spans in which it is open, in order and apart, in seconds. Before the first of them lies one of no length. */
export type OpenHours = {
  starts: number[];
  lengths: number[];
  /** How long it was open before each. */
  sums: number[];
};

/** From which on a service may lie before the period; one that is older counts from there. */
export const longestLife = 5 * 366 * 86_400_000;

/** Between two moments in ms; what begins before them is counted from the first. */
export function openHoursBetween(hours: Hours, from: number, to: number): OpenHours {
  const open: OpenHours = { starts: [-1e15], lengths: [0], sums: [0] };
  let sum = 0;
  for (const [begin, end] of openBetween(hours, from, to)) {
    const length = (end - begin) / 1_000;
    open.starts.push(begin / 1_000);
    open.lengths.push(length);
    open.sums.push(sum);
    sum += length;
  }
  return open;
}
