import { defaultFarewells } from '#shared/rules/farewell.ts';
import type { Timing } from '#shared/rules/service-life.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { setting } from './store.ts';

const defaultTiming: Timing = {
  inactivityMinutes: 30,
  unattendedMinutes: 24 * 60,
  farewellMinutes: 30,
};

/** When services end by themselves: the workspace's setting `timing` over the defaults. */
export async function loadTiming(sql: Sql): Promise<Timing> {
  return { ...defaultTiming, ...((await setting(sql, 'timing')) as Partial<Timing> | undefined) };
}

/** The workspace's setting `farewells`, else what people usually write. */
export async function loadFarewells(sql: Sql): Promise<readonly string[]> {
  const own = await setting(sql, 'farewells');
  return Array.isArray(own) ? own.filter((text) => typeof text === 'string') : defaultFarewells;
}
