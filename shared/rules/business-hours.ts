/** When it is open, by weekly hours and holidays in a time zone. Pure. */

import type { TextLanguage } from '../contract/automatic-text.ts';
import type { HoursSetting } from '../contract/business-hours.ts';
import type { Instant } from '../contract/scalars.ts';
import { dayPlus, localTime, momentOf, weekdayOf } from './local-time.ts';

export type Hours = Pick<HoursSetting, 'weekly' | 'holidays'> & { timeZone: string };
/** In ms, the end excluded. */
export type Interval = readonly [from: number, to: number];

const dayMs = 24 * 60 * 60 * 1_000;

export function isHoliday({ holidays }: Pick<Hours, 'holidays'>, date: string): boolean {
  return holidays.some(({ day, yearly }) =>
    yearly ? day.slice(5) === date.slice(5) : day === date,
  );
}

/** When it is open between two moments, in order; what touches is one. */
export function openBetween(hours: Hours, from: number, to: number): Interval[] {
  if (to <= from) return [];
  const { timeZone, weekly } = hours;
  const last = localTime(timeZone, to).date;
  const open: [number, number][] = [];
  // What began on the day before may go on past midnight.
  for (
    let date = dayPlus(localTime(timeZone, from).date, -1);
    date <= last;
    date = dayPlus(date, 1)
  ) {
    if (isHoliday(hours, date)) continue;
    for (const span of weekly) {
      if (!span.days.includes(weekdayOf(date))) continue;
      const ends = span.to <= span.from ? dayPlus(date, 1) : date;
      const begin = Math.max(from, momentOf(timeZone, date, span.from));
      const end = Math.min(to, momentOf(timeZone, ends, span.to));
      if (begin < end) open.push([begin, end]);
    }
  }
  return merged(open);
}

function merged(all: [number, number][]): Interval[] {
  const apart: [number, number][] = [];
  for (const [from, to] of all.toSorted((a, b) => a[0] - b[0])) {
    const before = apart.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

export const isOpenAt = (hours: Hours, at: Instant): boolean =>
  openBetween(hours, Date.parse(at), Date.parse(at) + 1).length > 0;

/** How much of the time between two moments it was open, in ms. */
export function openMs(hours: Hours, from: Instant, to: Instant): number {
  return openBetween(hours, Date.parse(from), Date.parse(to)).reduce(
    (sum, [begin, end]) => sum + end - begin,
    0,
  );
}

/** So far one looks for an opening or a closing, in days: past any holidays. */
const steps = [8, 40, 400];

/** The next moment at which it opens (while closed) or closes (while open); null: none within a year. */
export function changesAt(hours: Hours, at: Instant): Instant | null {
  const now = Date.parse(at);
  for (const days of steps) {
    const until = now + days * dayMs;
    const [first] = openBetween(hours, now, until);
    const change = first && first[0] === now ? first[1] : first?.[0];
    if (change !== undefined && change < until) return new Date(change).toISOString();
  }
  return null;
}

/** Since when it is closed; null: it is open, or was not open within a year. */
export function closedSince(hours: Hours, at: Instant): Instant | null {
  const now = Date.parse(at);
  if (isOpenAt(hours, at)) return null;
  for (const days of steps) {
    const last = openBetween(hours, now - days * dayMs, now).at(-1);
    if (last) return new Date(last[1]).toISOString();
  }
  return null;
}

const said = {
  'pt-BR': {
    today: 'hoje às',
    tomorrow: 'amanhã às',
    on: (day: string) => `${day} às`,
    at: (day: string) => `em ${day} às`,
  },
  en: {
    today: 'today at',
    tomorrow: 'tomorrow at',
    on: (day: string) => `on ${day} at`,
    at: (day: string) => `on ${day} at`,
  },
} as const;

/** When it opens, as one says it in a sentence: `amanhã às 08:00`. */
export function opensWords(
  timeZone: string,
  opens: Instant,
  now: Instant,
  language: TextLanguage,
): string {
  const then = new Date(opens);
  const words = said[language];
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options }).format(then);
  const time = show({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const today = localTime(timeZone, now).date;
  const { date } = localTime(timeZone, opens);
  if (date === today) return `${words.today} ${time}`;
  if (date === dayPlus(today, 1)) return `${words.tomorrow} ${time}`;
  if (date <= dayPlus(today, 6)) return `${words.on(show({ weekday: 'long' }))} ${time}`;
  return `${words.at(show({ day: 'numeric', month: 'long' }))} ${time}`;
}
