/** WhatsApp put together: the driver, the journal behind it, the session and the sender. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Id } from '#shared/contract/scalars.ts';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import type { DriverEvent } from './driver.ts';
import { openJournal } from './journal.ts';
import { openSender, type Queued } from './sender.ts';
import { openSession } from './session.ts';
import { type Simulator, simulatorDriver } from './simulator/driver.ts';
import { openSimulatorStore } from './simulator/store.ts';
import { readWanted, writeWanted } from './store.ts';

export type WhatsappDeps = {
  pool: Pool;
  databaseUrl: string;
  dataFolder: string;
  log: Log;
  jobs: Jobs;
  ingest: (events: DriverEvent[]) => Promise<void>;
  oldestQueued: (conversationId: Id) => Promise<Queued | null>;
  conversationsWithQueued: () => Promise<Id[]>;
  now: () => Date;
};

export type Whatsapp = {
  session(): WhatsappSession;
  start(): Promise<void>;
  stop(): Promise<void>;
  unlink(): Promise<void>;
  onState(listener: (session: WhatsappSession) => void): void;
  /** For what a lost job or a missed state left behind: nothing queued waits for ever. */
  sendAllQueued(): Promise<void>;
  /** Resolves when everything that WhatsApp had handed over is in Postgres. */
  settled(): Promise<void>;
  /** Events that wait for Postgres. */
  waiting(): number;
  simulator: Simulator;
  close(): Promise<void>;
};

/** As WhatsApp's own clients choose theirs. */
export const newWhatsappId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

const sendsAtOnce = 20;

export async function openWhatsapp(deps: WhatsappDeps): Promise<Whatsapp> {
  const { log, now } = deps;
  const journal = openJournal({
    file: join(deps.dataFolder, 'journal.sqlite'),
    ingest: deps.ingest,
    log,
  });
  const store = openSimulatorStore(join(deps.dataFolder, 'simulator.sqlite'), now);
  let simulator: Simulator | undefined;
  const session = await openSession({
    databaseUrl: deps.databaseUrl,
    log,
    clock: now,
    makeDriver: (hooks) => {
      const made = simulatorDriver(store, { ...hooks, take: journal.take, log });
      simulator = made.simulator;
      return made.driver;
    },
    wanted: {
      read: () => readWanted(deps.pool),
      write: (wanted) => writeWanted(deps.pool, wanted),
    },
  });
  if (!simulator) throw new Error('the simulator was not made');

  const send = openSender({
    journal,
    oldestQueued: deps.oldestQueued,
    openDriver: session.openDriver,
    now,
    log,
  });
  /** What was queued while the session was away has had its job already: all of it goes now. */
  const sendAllQueued = async (): Promise<void> => {
    for (const id of await deps.conversationsWithQueued()) {
      send(id).catch((error: Error) =>
        log.info({ err: error, conversationId: id }, 'not sent yet; tried again'),
      );
    }
  };
  session.onState(({ state }) => {
    if (state !== 'open') return;
    sendAllQueued().catch((error: Error) => log.warn({ err: error }, 'queued messages wait'));
  });
  const worker = deps.jobs.work(
    'send',
    (data) => send((data as { conversationId: Id }).conversationId),
    sendsAtOnce,
  );

  return {
    session: session.now,
    start: session.start,
    stop: session.stop,
    unlink: session.unlink,
    onState: session.onState,
    sendAllQueued,
    settled: journal.settled,
    waiting: journal.waiting,
    simulator,
    async close() {
      await session.close();
      await worker.stop();
      await journal.close();
      store.close();
    },
  };
}
