/** Which period a report is of. All of it is days of the workspace's calendar: where they begin is the server's to know. */
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { Place } from '../place.ts';

/** 2026-11-21 */
export type Day = string;
/** [from, to) */
export type Span = { from: Day; to: Day };

export const presets = [
  'today',
  'yesterday',
  'last7',
  'thisWeek',
  'thisMonth',
  'lastMonth',
  'thisYear',
] as const;
export type Preset = (typeof presets)[number];
/** One that moves on with the days, or these very days. */
export type Choice = { preset: Preset } | { preset: null; span: Span };
export const usualPreset: Preset = 'thisMonth';

const written = (at: Date): Day => at.toISOString().slice(0, 10);
const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** Whether it is a day of the calendar, and of a year that dates are made for. */
export const isDay = (text: string): boolean => {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return false;
  const at = utc(text);
  return !Number.isNaN(at.getTime()) && written(at) === text;
};

export function dayPlus(day: Day, days: number): Day {
  const at = utc(day);
  at.setUTCDate(at.getUTCDate() + days);
  return written(at);
}

export const daysIn = ({ from, to }: Span): number =>
  Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000);

/** 1 Monday to 7 Sunday */
export const weekdayOf = (day: Day): number => utc(day).getUTCDay() || 7;

const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** What day it is there at that moment. */
export function dayIn(timeZone: TimeZone, at: number): Day {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`;
}

/** Up to the end of today where it is not over: as long as the period before that it is compared with. */
export function spanOf(preset: Preset, today: Day): Span {
  const to = dayPlus(today, 1);
  switch (preset) {
    case 'today':
      return { from: today, to };
    case 'yesterday':
      return { from: dayPlus(today, -1), to: today };
    case 'last7':
      return { from: dayPlus(today, -6), to };
    case 'thisWeek':
      return { from: dayPlus(today, 1 - weekdayOf(today)), to };
    case 'thisMonth':
      return { from: monthOf(today), to };
    case 'lastMonth':
      return { from: monthOf(dayPlus(monthOf(today), -1)), to: monthOf(today) };
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to };
  }
}

export const spanChosen = (choice: Choice, today: Day): Span =>
  choice.preset === null ? choice.span : spanOf(choice.preset, today);

/** As the place says; what is no period there is the usual one. */
export function choiceIn(query: Place['query']): Choice {
  const { period, from = '', to = '' } = query;
  const preset = presets.find((one) => one === period);
  if (preset) return { preset };
  if (isDay(from) && isDay(to) && from < to) return { preset: null, span: { from, to } };
  return { preset: usualPreset };
}

export const isCompared = (query: Place['query']): boolean => query.compare === 'before';

export const queryOf = (choice: Choice, compared: boolean): Place['query'] => ({
  ...(choice.preset === null ? choice.span : { period: choice.preset }),
  ...(compared && { compare: 'before' }),
});

/** As the list is asked for it: by days, where the answer's period is some. */
export const filterOf = (
  { from, to }: { from: string; to: string },
  timeZone: TimeZone,
): Required<Pick<ServiceFilter, 'from' | 'to'>> => ({
  from: dayIn(timeZone, Date.parse(from)),
  to: dayIn(timeZone, Date.parse(to)),
});
