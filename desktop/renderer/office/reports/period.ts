/** Which period a report is of. All of it is days of the workspace's calendar: where they begin is the server's to know. */
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { type PeriodName, periodNames } from '#shared/contract/service-view.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { Place } from '../place.ts';
import { type CalendarDate, type Days, dateIn, daysOf, isDate } from '../services/period.ts';

/** One that moves on with the days, or these very days. */
export type Choice = { preset: PeriodName } | { preset: null; days: Days };
export const usualPreset: PeriodName = 'month';

export const daysIn = ({ from, to }: Days): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export const daysChosen = (choice: Choice, today: CalendarDate): Days =>
  choice.preset === null ? choice.days : daysOf(choice.preset, today);

/** Of a time that has services, and that every calendar can write. */
const isLikely = (date: string): boolean =>
  isDate(date) && date >= '1970-01-01' && date <= '2999-12-31';

/** What a report is asked: which days, whether those before them, whether within business hours. */
export type Asking = { choice: Choice; compared: boolean; business: boolean };

/** As the place says; what is no period there is the usual one. */
export function askingIn(query: Place['query']): Asking {
  const { period, from = '', to = '', compare, hours } = query;
  const preset = periodNames.find((one) => one === period);
  const free = isLikely(from) && isLikely(to) && from < to;
  return {
    choice: preset
      ? { preset }
      : free
        ? { preset: null, days: { from, to } }
        : { preset: usualPreset },
    compared: compare === 'before',
    business: hours === 'business',
  };
}

export const queryOf = ({ choice, compared, business }: Asking): Place['query'] => ({
  ...(choice.preset === null ? choice.days : { period: choice.preset }),
  ...(compared && { compare: 'before' }),
  ...(business && { hours: 'business' }),
});

/** As the list is asked for it: by the days that the answer's instants begin. */
export const filterOf = (
  { from, to }: { from: string; to: string },
  timeZone: TimeZone,
): Required<Pick<ServiceFilter, 'from' | 'to'>> => ({
  from: dateIn(timeZone, from),
  to: dateIn(timeZone, to),
});
