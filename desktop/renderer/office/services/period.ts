/** Days of the workspace's calendar, written `2026-11-21`. */
import type { Instant } from '#shared/contract/scalars.ts';
import type { PeriodName } from '#shared/contract/service-view.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';

export type CalendarDate = string;
/** `to` is the first day that is no longer of it. */
export type Days = { from: CalendarDate; to: CalendarDate };

const utc = (date: CalendarDate): Date => new Date(`${date}T00:00:00Z`);
const written = (at: Date): CalendarDate => at.toISOString().slice(0, 10);

/** Whether there is such a day. */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(utc(text).getTime()) &&
  written(utc(text)) === text;

export function datePlus(date: CalendarDate, days: number): CalendarDate {
  const at = utc(date);
  at.setUTCDate(at.getUTCDate() + days);
  return written(at);
}

const monthOf = (date: CalendarDate, months = 0): CalendarDate => {
  const at = utc(date);
  return written(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)));
};

/** What day it is there. */
export function dateIn(timeZone: TimeZone, at: Date | Instant): CalendarDate {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'gregory' },
  }).formatToParts(new Date(at));
  const of = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`;
}

export function daysOf(name: PeriodName, today: CalendarDate): Days {
  const tomorrow = datePlus(today, 1);
  switch (name) {
    case 'today':
      return { from: today, to: tomorrow };
    case 'yesterday':
      return { from: datePlus(today, -1), to: today };
    case 'week':
      return { from: datePlus(today, -((utc(today).getUTCDay() + 6) % 7)), to: tomorrow };
    case 'last-7-days':
      return { from: datePlus(today, -6), to: tomorrow };
    case 'last-30-days':
      return { from: datePlus(today, -29), to: tomorrow };
    case 'month':
      return { from: monthOf(today), to: tomorrow };
    case 'last-month':
      return { from: monthOf(today, -1), to: monthOf(today) };
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: tomorrow };
  }
}
