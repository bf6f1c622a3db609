/** What holds for the whole workspace and belongs to no single feature. */
import { Refused } from '#shared/contract/refusal.ts';
import type { ClockSetting, TimeZone } from '#shared/contract/workspace.ts';
import type { Doer } from '../platform/audit.ts';
import type { Pool, Sql } from '../platform/postgres/pool.ts';
import { changeSetting } from '../platform/settings.ts';
import { readTimeZone, writeTimeZone } from './store.ts';

/** By which the workspace's days begin; where nobody chose one, that of São Paulo. */
export const timeZoneOf = (sql: Sql): Promise<TimeZone> => readTimeZone(sql);

/** @throws Refused invalid */
export const changeClock = (
  pool: Pool,
  by: Doer,
  { timeZone }: ClockSetting,
): Promise<ClockSetting> =>
  changeSetting(pool, by, {
    area: 'clock',
    read: async (tx) => ({ timeZone: await readTimeZone(tx) }),
    async write(tx) {
      if (!(await writeTimeZone(tx, timeZone))) {
        throw new Refused('invalid', 'There is no such time zone.', { path: '/timeZone' });
      }
    },
  });
