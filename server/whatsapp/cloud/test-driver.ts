/** For tests: the driver on a double of the Graph API. */
import { onTestFinished } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import type { DriverEvent, DriverHooks, Outgoing } from '../driver.ts';
import { cloudDriver, type Patience } from './driver.ts';
import { type GraphDouble, graphDouble } from './test-graph.ts';

export const to = { phone: '+16505551234' };
export const text = (more: object = {}): Outgoing => ({
  ...to,
  whatsappId: 'OUT1',
  kind: 'text',
  text: 'hello',
  ...more,
});

/** A driver on a double of Graph, with what it said and journaled; not started. */
export async function driverOn(graph: GraphDouble, patience: Partial<Patience> = {}) {
  const states: Parameters<DriverHooks['state']>[0][] = [];
  const taken: DriverEvent[] = [];
  const hooks: DriverHooks = {
    take: (events) => void taken.push(...events),
    state: (now) => void states.push(now),
    log: keptLog().log,
  };
  const driver = cloudDriver(graph.settings, hooks, { doubt: 20, account: 20, ...patience });
  onTestFinished(() => driver.stop());
  return { driver, states, taken };
}

export async function started(patience: Partial<Patience> = {}) {
  const graph = await graphDouble();
  const on = await driverOn(graph, patience);
  await on.driver.start();
  graph.asked.length = 0;
  return { graph, ...on };
}
