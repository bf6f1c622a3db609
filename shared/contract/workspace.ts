import { type Static, Type } from 'typebox';

/** An IANA time zone, as `America/Sao_Paulo`; whether there is such a one is asked of the database. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9+_/-]+$' });
export type TimeZone = string;
export const usualTimeZone: TimeZone = 'America/Sao_Paulo';

/** How the workspace tells the time: its days, hours and months begin by it. */
export const ClockSetting = Type.Object({ timeZone: TimeZone }, { additionalProperties: false });
export type ClockSetting = Static<typeof ClockSetting>;
