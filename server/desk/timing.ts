import type { Id } from '#shared/contract/scalars.ts';
import type { RoutingSettings } from '#shared/contract/team.ts';
import { defaultFarewells } from '#shared/rules/farewell.ts';
import type { Timing } from '#shared/rules/service-life.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { activeTeam, settingsOf } from './store.ts';

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
  /** Whose the services are that contacts begin; null: everybody's. */
  defaultTeamId: Id | null;
};

export async function loadSettings(sql: Sql): Promise<DeskSettings> {
  const { timing, farewells, routing } = await settingsOf(sql, ['timing', 'farewells', 'routing']);
  const wanted = (routing as Partial<RoutingSettings> | undefined)?.defaultTeamId;
  return {
    timing: { ...defaultTiming, ...(timing as Partial<Timing> | undefined) },
    farewells: Array.isArray(farewells)
      ? farewells.filter((text) => typeof text === 'string')
      : defaultFarewells,
    defaultTeamId: wanted ? await activeTeam(sql, wanted) : null,
  };
}

export async function loadTiming(sql: Sql): Promise<Timing> {
  return (await loadSettings(sql)).timing;
}
