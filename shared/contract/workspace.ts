import { type Static, Type } from 'typebox';
import { PersonName } from './user.ts';

/** An IANA time zone, as `America/Sao_Paulo`; whether there is such a one is asked of the database. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9+_/-]+$' });
export type TimeZone = string;
export const usualTimeZone: TimeZone = 'America/Sao_Paulo';

const strict = { additionalProperties: false };

/** How the workspace tells the time: its days, hours and months begin by it. */
export const ClockSetting = Type.Object({ timeZone: TimeZone }, strict);
export type ClockSetting = Static<typeof ClockSetting>;

/** What the workspace is called, and by which clock it lives. */
export const WorkspaceSetting = Type.Object({ name: PersonName, timeZone: TimeZone }, strict);
export type WorkspaceSetting = Static<typeof WorkspaceSetting>;
export const WorkspacePatch = Type.Partial(WorkspaceSetting, { ...strict, minProperties: 1 });
export type WorkspacePatch = Static<typeof WorkspacePatch>;
