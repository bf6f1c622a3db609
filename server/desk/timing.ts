import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { RoutingSettings } from '#shared/contract/team.ts';
import { FarewellSetting, TimingSetting } from '#shared/contract/timing.ts';
import { usualTexts } from '#shared/rules/automatic-text.ts';
import { knownFarewells, usualFarewells } from '#shared/rules/farewell.ts';
import type { Timing } from '#shared/rules/service-life.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { openSetting } from '../platform/setting.ts';
import { activeTeam, settingsOf } from './store.ts';

export const timingSetting = openSetting({
  key: 'timing',
  schema: TimingSetting,
  usual: {
    inactivityMinutes: 30,
    unattendedMinutes: 24 * 60,
    warningMinutes: null,
    warningLanguage: 'pt-BR',
    warningText: usualTexts.warning['pt-BR'],
  },
  check: ({ inactivityMinutes: end, warningMinutes: warning }) => {
    if (end === null || warning === null || warning < end) return;
    throw new Refused('invalid', 'The warning must come before the end.', {
      path: '/warningMinutes',
    });
  },
});
export const farewellSetting = openSetting({
  key: 'farewells',
  schema: FarewellSetting,
  usual: usualFarewells,
});

export type DeskSettings = {
  /** When services end by themselves. */
  timing: Timing;
  /** What opens no service soon after the end of one. */
  farewells: readonly string[];
  /** Whose the services are that contacts begin; null: everybody's. */
  defaultTeamId: Id | null;
};

export async function loadSettings(sql: Sql): Promise<DeskSettings> {
  const { timing, farewells, routing } = await settingsOf(sql, ['timing', 'farewells', 'routing']);
  const wanted = (routing as Partial<RoutingSettings> | undefined)?.defaultTeamId;
  const { inactivityMinutes, unattendedMinutes } = timingSetting.read(timing);
  const said = farewellSetting.read(farewells);
  return {
    timing: { inactivityMinutes, unattendedMinutes, farewellMinutes: said.minutes },
    farewells: knownFarewells(said),
    defaultTeamId: wanted ? await activeTeam(sql, wanted) : null,
  };
}

export async function loadTiming(sql: Sql): Promise<Timing> {
  return (await loadSettings(sql)).timing;
}
