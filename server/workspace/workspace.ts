/** What holds for the whole workspace and belongs to no single feature. */
import { Refused } from '#shared/contract/refusal.ts';
import type {
  ClockSetting,
  TimeZone,
  WorkspacePatch,
  WorkspaceSetting,
} from '#shared/contract/workspace.ts';
import type { Doer } from '../platform/audit.ts';
import type { Pool, Sql, Tx } from '../platform/postgres/pool.ts';
import { changeSetting } from '../platform/settings.ts';
import { renameWorkspace, workspaceOf } from '../users/users.ts';
import { readTimeZone, writeTimeZone } from './store.ts';

/** By which the workspace's days begin; where nobody chose one, that of São Paulo. */
export const timeZoneOf = (sql: Sql): Promise<TimeZone> => readTimeZone(sql);

/** @throws Refused invalid */
async function setTimeZone(tx: Tx, timeZone: TimeZone): Promise<void> {
  if (!(await writeTimeZone(tx, timeZone))) {
    throw new Refused('invalid', 'There is no such time zone.', { path: '/timeZone' });
  }
}

/** @throws Refused invalid */
export const changeClock = (
  pool: Pool,
  by: Doer,
  { timeZone }: ClockSetting,
): Promise<ClockSetting> =>
  changeSetting(pool, by, {
    area: 'clock',
    read: async (tx) => ({ timeZone: await readTimeZone(tx) }),
    write: (tx) => setTimeZone(tx, timeZone),
  });

export const workspaceSetting = async (sql: Sql): Promise<WorkspaceSetting> => ({
  name: await workspaceOf(sql),
  timeZone: await readTimeZone(sql),
});

/** All of it or nothing. @throws Refused invalid */
export const changeWorkspace = (
  pool: Pool,
  by: Doer,
  { name, timeZone }: WorkspacePatch,
): Promise<WorkspaceSetting> =>
  changeSetting(pool, by, {
    area: 'workspace',
    read: workspaceSetting,
    async write(tx) {
      if (timeZone !== undefined) await setTimeZone(tx, timeZone);
      if (name !== undefined) await renameWorkspace(tx, name);
    },
  });
