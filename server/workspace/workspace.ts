/** What holds for the whole workspace and belongs to no single feature. */
import { Refused } from '#shared/contract/refusal.ts';
import type { ClockSetting, TimeZone } from '#shared/contract/workspace.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { readTimeZone, writeTimeZone } from './store.ts';

/** By which the workspace's days begin; where nobody chose one, that of São Paulo. */
export const timeZoneOf = (sql: Sql): Promise<TimeZone> => readTimeZone(sql);

/** @throws Refused invalid */
export async function changeClock(sql: Sql, { timeZone }: ClockSetting): Promise<ClockSetting> {
  if (!(await writeTimeZone(sql, timeZone))) {
    throw new Refused('invalid', 'There is no such time zone.', { path: '/timeZone' });
  }
  return { timeZone: await readTimeZone(sql) };
}
