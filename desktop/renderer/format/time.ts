/** Moments as people say them. Each takes the language, so that it can be tried in both. */
import type { Instant } from '#shared/contract/scalars.ts';

type Kind = 'date' | 'clock' | 'weekday' | 'short' | 'day' | 'dayAndYear' | 'full';
const shapes: Record<Kind, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'short' },
  short: { day: '2-digit', month: '2-digit', year: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  date: { day: 'numeric', month: 'long' },
  dayAndYear: { day: 'numeric', month: 'long', year: 'numeric' },
  full: { dateStyle: 'full', timeStyle: 'short' },
};

export type Times = {
  /** 10:32 */
  clock(at: Instant): string;
  /** For a list: 10:32 today, yesterday, a weekday this week, a date before. */
  brief(at: Instant, now: number): string;
  /** For a separator: today, yesterday, a weekday with its date. */
  day(at: Instant, now: number): string;
  /** 3 de março, with its year where that is another. */
  date(at: Instant, now: number): string;
  full(at: Instant): string;
  /** 2 min, 1 h 05, 3 d */
  length(milliseconds: number): string;
};

const dayNumber = (at: number): number => {
  const date = new Date(at);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
};

/** Days from the day of `at` to the day of `now`, by the calendar of this machine. */
export const daysAgo = (at: number, now: number): number => dayNumber(now) - dayNumber(at);

/** Formatters are costly to make: one set per language. */
export function createTimes(language: string): Times {
  const formats = new Map<Kind, Intl.DateTimeFormat>();
  const format = (kind: Kind, at: number) => {
    let known = formats.get(kind);
    if (!known) {
      known = new Intl.DateTimeFormat(language, shapes[kind]);
      formats.set(kind, known);
    }
    return known.format(at);
  };
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

  return {
    clock: (at) => format('clock', Date.parse(at)),
    brief(at, now) {
      const then = Date.parse(at);
      const days = daysAgo(then, now);
      if (days <= 0) return format('clock', then);
      if (days === 1) return relative.format(-1, 'day');
      if (days < 7) return format('weekday', then).replace('.', '');
      return format('short', then);
    },
    day(at, now) {
      const then = Date.parse(at);
      const days = daysAgo(then, now);
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'));
      return capital(format(days < 300 ? 'day' : 'dayAndYear', then));
    },
    date: (at, now) => {
      const then = Date.parse(at);
      const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
      return format(sameYear ? 'date' : 'dayAndYear', then);
    },
    full: (at) => format('full', Date.parse(at)),
    length(milliseconds) {
      const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
      if (minutes < 60) return `${minutes} min`;
      const hours = Math.floor(minutes / 60);
      if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
      return `${Math.floor(hours / 24)} d`;
    },
  };
}

export type Patience = 'calm' | 'warm' | 'hot';
/** How long someone may wait before it shows: 5 minutes, then 15. */
export const patienceOf = (waited: number): Patience =>
  waited >= 15 * 60_000 ? 'hot' : waited >= 5 * 60_000 ? 'warm' : 'calm';
