/** The wall clock of a time zone. Pure. */
import type { Instant } from '../contract/scalars.ts';

const parts = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = parts.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', era: 'short' },
  });
  parts.set(timeZone, made);
  return made;
}

/** A moment of a wall clock: the day as `2026-11-20`, seconds from its midnight as the clock shows them. */
export type LocalTime = { date: string; second: number };

export function localTime(timeZone: string, at: Instant | number): LocalTime {
  const moment = typeof at === 'number' ? at : Date.parse(at);
  const said = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const two = (text: string | undefined) => (text ?? '').padStart(2, '0');
  return {
    date: `${(said.year ?? '').padStart(4, '0')}-${two(said.month)}-${two(said.day)}`,
    second: Number(said.hour) * 3_600 + Number(said.minute) * 60 + Number(said.second),
  };
}

export const hourIn = (timeZone: string, at: Instant): number =>
  Math.floor(localTime(timeZone, at).second / 3_600);
