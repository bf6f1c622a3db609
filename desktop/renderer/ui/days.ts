/** Days of this machine's calendar, without a time. Months count from 0, as in Date. */
export type Day = { year: number; month: number; date: number };

export const dayOf = (at: Date): Day => ({
  year: at.getFullYear(),
  month: at.getMonth(),
  date: at.getDate(),
});
export const sameDay = (a: Day, b: Day): boolean =>
  a.year === b.year && a.month === b.month && a.date === b.date;

export const isAfter = (a: Day, b: Day): boolean =>
  Date.UTC(a.year, a.month, a.date) > Date.UTC(b.year, b.month, b.date);

export const dayPlus = ({ year, month, date }: Day, days: number): Day =>
  dayOf(new Date(year, month, date + days));

/** The same date of another month, or that month's last. */
export function monthPlus({ year, month, date }: Day, months: number): Day {
  const lastDate = new Date(year, month + months + 1, 0).getDate();
  return dayOf(new Date(year, month + months, Math.min(date, lastDate)));
}

/** The weeks that show a day's month, from Sunday on. */
export function weeksOf({ year, month }: Day): Day[][] {
  const first = new Date(year, month, 1);
  const from = 1 - first.getDay();
  const days = new Date(year, month + 1, 0).getDate();
  const weeks = Math.ceil((days + first.getDay()) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, n) => dayOf(new Date(year, month, from + week * 7 + n))),
  );
}

const shape = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
const parts = ['day', 'month', 'year'] as const;
/** In which order a language writes them. */
const orderOf = (language: string): (typeof parts)[number][] =>
  new Intl.DateTimeFormat(language, shape)
    .formatToParts(0)
    .flatMap(({ type }) => parts.find((part) => part === type) ?? []);

/** 21/11/2026 */
export const writeDay = ({ year, month, date }: Day, language: string): string =>
  new Intl.DateTimeFormat(language, shape).format(new Date(year, month, date));

/** As a person of that language types it, without the century too; null: that is no day. */
export function readDay(typed: string, language: string): Day | null {
  const found = /^\s*(\d{1,4})\D(\d{1,2})\D(\d{1,4})\s*$/.exec(typed);
  if (!found) return null;
  const numbers = found.slice(1).map(Number);
  const order = found[1]?.length === 4 ? (['year', 'month', 'day'] as const) : orderOf(language);
  const of = (part: (typeof parts)[number]) => numbers[order.indexOf(part)] ?? 0;
  const year = of('year') < 100 ? of('year') + 2_000 : of('year');
  const day = dayOf(new Date(year, of('month') - 1, of('day')));
  const same = day.year === year && day.month === of('month') - 1 && day.date === of('day');
  return same && year >= 1970 ? day : null;
}

/** When a day begins and ends by this machine's clock. */
export const boundsOf = ({ year, month, date }: Day): { from: Date; until: Date } => ({
  from: new Date(year, month, date),
  until: new Date(year, month, date + 1),
});
