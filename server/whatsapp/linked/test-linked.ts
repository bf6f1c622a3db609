/** For tests: a linked driver against the WhatsApp of `test-whatsapp-server.ts`. */
import { BufferJSON, initAuthCreds } from '@whiskeysockets/baileys';
import { onTestFinished } from 'vitest';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { seal } from '../../platform/sealing.ts';
import { keptLog } from '../../platform/test-log.ts';
import type { Driver, DriverEvent, Who } from '../driver.ts';
import { writeSealed } from './auth-store.ts';
import { type LinkedDeps, linkedDriver } from './driver.ts';
import { rootKey } from './test-noise.ts';
import { letIn, type Visit, type WhatsappServer } from './test-whatsapp-server.ts';

export type State = Omit<WhatsappSession, 'driver' | 'since'>;
export type TestLinked = {
  driver: Driver;
  events: DriverEvent[];
  states: State[];
  lines: ReturnType<typeof keptLog>['lines'];
  /** Who typed, and when they stopped. */
  typing: { who: Who; is: boolean }[];
  typed(fits: (one: { who: Who; is: boolean }) => boolean): Promise<unknown>;
  /** The first event or state that fits, told already or later. */
  event<E extends DriverEvent>(fits: (event: DriverEvent) => event is E): Promise<E>;
  event(fits: (event: DriverEvent) => boolean): Promise<DriverEvent>;
  state(fits: (state: State) => boolean): Promise<State>;
};

export const testKey = Buffer.alloc(32, 7);
export const ownPhone = '+5511900000000';

/** As if a phone had accepted this device before. */
export async function pairedBefore(pool: Pool): Promise<void> {
  const creds = {
    ...initAuthCreds(),
    registered: true,
    me: { id: '5511900000000:3@s.whatsapp.net', name: 'Recado', lid: '999000999:3@lid' },
    account: { details: Buffer.alloc(1), accountSignatureKey: Buffer.alloc(32) },
  };
  const sealed = seal(testKey, 'creds:', JSON.stringify(creds, BufferJSON.replacer));
  await writeSealed(pool, [{ kind: 'creds', id: '', sealed }]);
}

export function testLinked(
  pool: Pool,
  url: string,
  more: Partial<LinkedDeps> & { take?: (events: DriverEvent[]) => void } = {},
): TestLinked {
  const { log, lines } = keptLog();
  const events: DriverEvent[] = [];
  const states: State[] = [];
  const typing: TestLinked['typing'] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of [...waiting]) look();
  };
  const first = <T>(all: T[], fits: (one: T) => boolean): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = all.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const { take, ...deps } = more;
  const driver = linkedDriver(
    {
      pool,
      key: testKey,
      log,
      test: { wsUrl: url, noiseRoot: Buffer.from(rootKey.public), mediaCa: null },
      getMessage: async () => null,
      pairingPhone: () => null,
      groupsShown: () => false,
      ...deps,
    },
    {
      log,
      state(now) {
        states.push(now);
        changed();
      },
      typing(who, is) {
        typing.push({ who, is });
        changed();
      },
      take(given) {
        take?.(given);
        events.push(...given);
        changed();
      },
    },
  );
  onTestFinished(() => driver.stop());
  return {
    driver,
    events,
    states,
    typing,
    typed: (fits) => first(typing, fits),
    lines,
    event: (fits: (event: DriverEvent) => boolean) => first(events, fits) as Promise<never>,
    state: (fits) => first(states, fits),
  };
}

/** Starts it and lets it in. */
export async function openTestLinked(linked: TestLinked, whatsapp: WhatsappServer): Promise<Visit> {
  await linked.driver.start();
  const visit = await whatsapp.visit();
  letIn(visit);
  await linked.state(({ state }) => state === 'open');
  return visit;
}
