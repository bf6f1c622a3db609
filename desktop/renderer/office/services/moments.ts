/** Moments on the workspace's wall, as people of a language write them. */
import type { Instant } from '#shared/contract/scalars.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import { type CalendarDate, dateIn, datePlus, isDate } from './period.ts';

export type Moments = {
  /** 21/11/26, 18:30 */
  short(at: Instant): string;
  /** With its weekday and its seconds. */
  full(at: Instant): string;
  /** 21 de nov. de 2026 */
  date(date: CalendarDate): string;
  /** Of what calendar day it is: 2026-11-21 */
  day(at: Instant): CalendarDate;
  /** The begin of a period. */
  begin(moment: string): string;
  /** The end of a period: of days the last, else the moment. */
  end(moment: string): string;
  /** 45 s, 12 min 05 s, 3 h 20 min, 2 d 4 h */
  span(seconds: number): string;
  /** `1` Monday to `7` Sunday. */
  weekday(n: number): string;
};

export function createMoments(language: string, timeZone: TimeZone): Moments {
  const short = new Intl.DateTimeFormat(language, {
    ...{ timeZone, day: '2-digit', month: '2-digit', year: '2-digit' },
    // In every language, so that a column of them is narrow and sorts to the eye.
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const full = new Intl.DateTimeFormat(language, {
    timeZone,
    dateStyle: 'full',
    timeStyle: 'medium',
  });
  const day = new Intl.DateTimeFormat(language, { timeZone: 'UTC', dateStyle: 'medium' });
  const weekday = new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'long' });
  const date = (text: CalendarDate) => day.format(new Date(`${text}T00:00:00Z`));
  return {
    short: (at) => short.format(new Date(at)),
    full: (at) => full.format(new Date(at)),
    date,
    day: (at) => dateIn(timeZone, at),
    begin: (moment) => (isDate(moment) ? date(moment) : short.format(new Date(moment))),
    end: (moment) => (isDate(moment) ? date(datePlus(moment, -1)) : short.format(new Date(moment))),
    span(seconds) {
      const whole = Math.max(0, Math.floor(seconds));
      const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3_600)];
      if (whole < 60) return `${whole} s`;
      if (hours === 0) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
      if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
      return `${Math.floor(hours / 24)} d ${hours % 24} h`;
    },
    // The fifth of January 2026 is a Monday.
    weekday: (n) => weekday.format(new Date(Date.UTC(2026, 0, 4 + n))),
  };
}
