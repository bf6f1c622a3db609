/** The WhatsApp session of this server: wanted or not, held here or elsewhere, and its state. */
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { type Holder, openHolder } from '../platform/holder.ts';
import type { Log } from '../platform/log.ts';
import type { Driver, DriverHooks } from './driver.ts';

export type Session = {
  now(): WhatsappSession;
  /** The driver while it is open here. */
  openDriver(): Driver | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  unlink(): Promise<void>;
  onState(listener: (session: WhatsappSession) => void): void;
  close(): Promise<void>;
};

export type SessionDeps = {
  databaseUrl: string;
  log: Log;
  clock: () => Date;
  makeDriver: (hooks: Omit<DriverHooks, 'take' | 'log'>) => Driver;
  /** Whether an admin wants the session running; kept, so that a restart does as they said. */
  wanted: { read(): Promise<boolean>; write(wanted: boolean): Promise<void> };
};

export async function openSession(deps: SessionDeps): Promise<Session> {
  const listeners: ((session: WhatsappSession) => void)[] = [];
  let wanted = await deps.wanted.read();
  let held = false;
  let running = false;
  const driver = deps.makeDriver({ state: (change) => tell(change) });
  let current: WhatsappSession = {
    driver: driver.name,
    state: wanted ? 'starting' : 'stopped',
    since: deps.clock().toISOString(),
  };

  function tell(change: Omit<WhatsappSession, 'driver' | 'since'>): void {
    const { driver: name, since, ...before } = current;
    if (JSON.stringify(before) === JSON.stringify(change)) return;
    const moved = change.state !== current.state;
    current = {
      driver: name,
      since: moved ? deps.clock().toISOString() : since,
      ...change,
    };
    for (const listener of listeners) listener(current);
  }

  // One after the other: a stop that overtakes its start would leave a driver running.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error: Error) => {
      deps.log.error({ err: error }, 'the session could not change its state');
      tell({ state: 'failed', reason: error.message });
    });
    return turn;
  };

  const settle = (): Promise<void> =>
    inTurn(async () => {
      const shouldRun = wanted && held;
      if (shouldRun && !running) {
        running = true;
        tell({ state: 'starting' });
        await driver.start();
      } else if (!shouldRun && running) {
        running = false;
        await driver.stop();
      }
      if (!wanted) tell({ state: 'stopped' });
      else if (!held) tell({ state: 'starting', reason: 'Another server holds the session.' });
    });

  const holder: Holder = openHolder(deps.databaseUrl, {
    log: deps.log,
    gained: () => {
      held = true;
      void settle();
    },
    lost: () => {
      held = false;
      void settle();
    },
  });

  const want = async (value: boolean): Promise<void> => {
    await deps.wanted.write(value);
    wanted = value;
    await settle();
  };

  return {
    now: () => current,
    openDriver: () => (running && current.state === 'open' ? driver : null),
    start: () => want(true),
    stop: () => want(false),
    async unlink() {
      await want(false);
      await inTurn(() => driver.unlink());
    },
    onState: (listener) => {
      listeners.push(listener);
    },
    async close() {
      await inTurn(async () => {
        if (running) await driver.stop();
        running = false;
      });
      await holder.close();
    },
  };
}
