/** The ways to WhatsApp, opened. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { type CloudDriver, cloudDriver } from './cloud/driver.ts';
import { cloudRoutes } from './cloud/routes.ts';
import { snsRoutes } from './cloud/sns-routes.ts';
import type { Driver, DriverEvent, DriverHooks, Who } from './driver.ts';
import type { Asked } from './session.ts';
import { type Simulator, simulatorDriver } from './simulator/driver.ts';
import { simulatorRoutes } from './simulator/routes.ts';
import { openSimulatorStore } from './simulator/store.ts';
import type { Way } from './way.ts';

export type WayDeps = {
  pool: Pool;
  dataFolder: string;
  /** Seals what the database is not to tell by itself. */
  key: Buffer;
  log: Log;
  now: () => Date;
  /** The text of a message of ours; null where unknown. */
  textOfOurs: (whatsappId: string) => Promise<string | null>;
  /** Whether groups are conversations; it may change at any time. */
  groupsShown: () => boolean;
  /** Somebody types to us, or no longer. */
  typing: (who: Who, is: boolean) => void;
  /** Journals what WhatsApp hands over. */
  take: (events: DriverEvent[]) => void;
  /** The journal takes no more. */
  full: (error: unknown) => void;
};

export type OpenWay = {
  makeDriver: (hooks: Pick<DriverHooks, 'state'>, asked: Asked) => Driver;
  /** The HTTP surface of its own, where it has one: there once the driver is made. */
  register: (app: FastifyInstance) => void;
  close(): void;
};

export async function openWay(way: Way, deps: WayDeps): Promise<OpenWay> {
  const { log, now, typing } = deps;
  // Both are told again of what we did not take.
  const take = stopsWhenFull(deps.take, deps.full);
  if (way.name === 'simulator') {
    const store = openSimulatorStore(join(deps.dataFolder, 'simulator.sqlite'), now);
    let simulator: Simulator | undefined;
    return {
      makeDriver: (hooks) => {
        const made = simulatorDriver(store, { ...hooks, take, typing, log }, deps.groupsShown);
        simulator = made.simulator;
        return made.driver;
      },
      register: (app) => {
        if (simulator) app.register(simulatorRoutes, { simulator, open: way.open });
      },
      close: store.close,
    };
  }
  if (way.name === 'linked') {
    // Loaded only where it is used: it is large.
    const { linkedDriver } = await import('./linked/driver.ts');
    return {
      makeDriver: (hooks, { pairingPhone }) =>
        linkedDriver(
          {
            ...{ pool: deps.pool, key: deps.key, log, test: way.test, getMessage: deps.textOfOurs },
            pairingPhone: () => pairingPhone() ?? null,
            groupsShown: deps.groupsShown,
          },
          // What WhatsApp believes to be delivered is kept by the driver until the disk takes it.
          { ...hooks, take: deps.take, typing, log },
        ),
      register: () => {},
      close: () => {},
    };
  }
  let driver: CloudDriver | undefined;
  const heard = (events: DriverEvent[]): void => driver?.heard(events);
  const completed = async (events: DriverEvent[]) => (await driver?.completed(events)) ?? events;
  if (way.name === 'social') {
    // Of AWS only what is used is loaded, and only where it is.
    const { socialDriver } = await import('./cloud/social-driver.ts');
    return {
      makeDriver: (hooks) => {
        driver = socialDriver(way.social, { ...hooks, take, log });
        return driver;
      },
      register: (app) => {
        app.register(snsRoutes, { settings: way.topic, take, now, heard, completed });
      },
      close: () => {},
    };
  }
  const { settings } = way;
  return {
    makeDriver: (hooks) => {
      driver = cloudDriver(settings, { ...hooks, take, log });
      return driver;
    },
    register: (app) => {
      app.register(cloudRoutes, { settings, take, now, heard, completed });
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
