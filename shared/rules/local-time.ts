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

const minute = 60_000;
const day = 24 * 60 * minute;

/** A day of the calendar, so many days later. */
export function dayPlus(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * day).toISOString().slice(0, 10);
}
/** 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00.000Z`).getUTCDay();

/** As a number that rises with what the wall clock shows. */
const wallOf = (timeZone: string, at: number): number => {
  const { date, second } = localTime(timeZone, at);
  return Date.parse(`${date}T00:00:00.000Z`) + second * 1_000;
};

/**
 * The first moment at which the wall clock shows this time (`08:30`) of a day, or a later one where
 * the clock was put forward past it. In ms. Of two times the later one never comes first.
 */
export function momentOf(timeZone: string, date: string, clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const wall = Date.parse(`${date}T00:00:00.000Z`) + (hours * 60 + minutes) * minute;
  const offsets = [wall - day, wall + day].map((at) => wallOf(timeZone, at) - at);
  const found = offsets
    .map((offset) => wall - offset)
    .filter((at) => wallOf(timeZone, at) === wall);
  if (found.length > 0) return Math.min(...found);
  // It never was that time: between the two guesses the clock was put forward.
  let [before, after] = [
    Math.min(...offsets.map((offset) => wall - offset)) - minute,
    Math.max(...offsets.map((offset) => wall - offset)),
  ];
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (wallOf(timeZone, middle) >= wall) after = middle;
    else before = middle;
  }
  return after;
}
