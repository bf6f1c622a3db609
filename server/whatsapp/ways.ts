/** The ways to WhatsApp, opened. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../platform/log.ts';
import { type CloudDriver, cloudDriver } from './cloud/driver.ts';
import { cloudRoutes } from './cloud/routes.ts';
import type { Driver, DriverEvent, DriverHooks } from './driver.ts';
import { type Simulator, simulatorDriver } from './simulator/driver.ts';
import { simulatorRoutes } from './simulator/routes.ts';
import { openSimulatorStore } from './simulator/store.ts';
import type { Way } from './way.ts';

export type WayDeps = {
  dataFolder: string;
  log: Log;
  now: () => Date;
  /** Journals what WhatsApp hands over. */
  take: (events: DriverEvent[]) => void;
  /** The journal takes no more. */
  full: (error: unknown) => void;
};

export type OpenWay = {
  makeDriver: (hooks: Pick<DriverHooks, 'state'>) => Driver;
  /** The HTTP surface of its own, where it has one: there once the driver is made. */
  register: (app: FastifyInstance) => void;
  close(): void;
};

export function openWay(way: Way, deps: WayDeps): OpenWay {
  const { log, now } = deps;
  // Both are told again of what we did not take.
  const take = stopsWhenFull(deps.take, deps.full);
  if (way.name === 'simulator') {
    const store = openSimulatorStore(join(deps.dataFolder, 'simulator.sqlite'), now);
    let simulator: Simulator | undefined;
    return {
      makeDriver: (hooks) => {
        const made = simulatorDriver(store, { ...hooks, take, log });
        simulator = made.simulator;
        return made.driver;
      },
      register: (app) => {
        if (simulator) app.register(simulatorRoutes, { simulator, open: way.open });
      },
      close: store.close,
    };
  }
  const { settings } = way;
  let driver: CloudDriver | undefined;
  return {
    makeDriver: (hooks) => {
      driver = cloudDriver(settings, { ...hooks, take, log });
      return driver;
    },
    register: (app) => {
      app.register(cloudRoutes, { settings, take, now, heard: (events) => driver?.heard(events) });
    },
    close: () => {},
  };
}

/** Says so when what WhatsApp hands over cannot be kept, and does not take it. */
export function stopsWhenFull(
  take: (events: DriverEvent[]) => void,
  full: (error: unknown) => void,
): (events: DriverEvent[]) => void {
  return (events) => {
    try {
      take(events);
    } catch (error) {
      full(error);
      throw error;
    }
  };
}
