/** When the workspace is open, and what contacts are told while it is not. */
import { type Static, Type } from 'typebox';
import { AutomaticText, TextLanguage } from './automatic-text.ts';
import { Instant, nullable } from './scalars.ts';
import { QuietSpan } from './settings.ts';

const strict = { additionalProperties: false };
export const mostHolidays = 200;
export const mostSpans = 21;

/** A day of the calendar. */
export const CalendarDay = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
});
export type CalendarDay = string;

/** Closed from midnight to midnight; `yearly`: on that day of every year. */
export const Holiday = Type.Object(
  {
    day: CalendarDay,
    yearly: Type.Boolean(),
    name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  },
  strict,
);
export type Holiday = Static<typeof Holiday>;

/** The workspace's setting `hours`, by the workspace's clock. */
export const HoursSetting = Type.Object(
  {
    /** Whether there are business hours; without, it is always open. */
    on: Type.Boolean(),
    /** A span belongs to the day on which it begins: one past midnight goes on into a holiday. */
    weekly: Type.Array(QuietSpan, { maxItems: mostSpans }),
    holidays: Type.Array(Holiday, { maxItems: mostHolidays }),
    /** Whether contacts who write while it is closed are told so. */
    away: Type.Boolean(),
    awayLanguage: TextLanguage,
    awayText: AutomaticText,
  },
  strict,
);
export type HoursSetting = Static<typeof HoursSetting>;
export const HoursPatch = Type.Partial(HoursSetting, { ...strict, minProperties: 1 });
export type HoursPatch = Static<typeof HoursPatch>;

/** As it is now. `changesAt`: when it opens or closes; null: never, as far as one can see. */
export const OpenNow = Type.Object({
  open: Type.Boolean(),
  changesAt: nullable(Instant),
});
export type OpenNow = Static<typeof OpenNow>;
