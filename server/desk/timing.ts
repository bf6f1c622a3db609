import { defaultFarewells } from '#shared/rules/farewell.ts';
import type { Timing } from '#shared/rules/service-life.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { settingsOf } from './store.ts';

const defaultTiming: Timing = {
  inactivityMinutes: 30,
  unattendedMinutes: 24 * 60,
  farewellMinutes: 30,
};

export type DeskSettings = {
  /** When services end by themselves: the workspace's setting `timing` over the defaults. */
  timing: Timing;
  /** The setting `farewells`, else what people usually write. */
  farewells: readonly string[];
};

export async function loadSettings(sql: Sql): Promise<DeskSettings> {
  const { timing, farewells } = await settingsOf(sql, ['timing', 'farewells']);
  return {
    timing: { ...defaultTiming, ...(timing as Partial<Timing> | undefined) },
    farewells: Array.isArray(farewells)
      ? farewells.filter((text) => typeof text === 'string')
      : defaultFarewells,
  };
}

export async function loadTiming(sql: Sql): Promise<Timing> {
  return (await loadSettings(sql)).timing;
}
