/** WhatsApp put together: the driver, the journal behind it, the session and the sender. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Id } from '#shared/contract/scalars.ts';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Queued } from '../desk/outgoing.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import type { DriverEvent } from './driver.ts';
import { openJournal } from './journal.ts';
import { NotSent, openSender } from './sender.ts';
import { openSession, type Session } from './session.ts';
import { type Simulator, simulatorDriver } from './simulator/driver.ts';
import { openSimulatorStore } from './simulator/store.ts';
import { readWanted, writeWanted } from './store.ts';

export type WhatsappDeps = {
  pool: Pool;
  databaseUrl: string;
  dataFolder: string;
  log: Log;
  jobs: Pick<Jobs, 'work'>;
  ingest: (events: DriverEvent[]) => Promise<void>;
  oldestQueued: (conversationId: Id) => Promise<Queued | null>;
  conversationsWithQueued: () => Promise<Id[]>;
  openAttachment: (id: Id) => Promise<Readable>;
  now: () => Date;
};

export type Whatsapp = {
  session(): WhatsappSession;
  start(pairingPhone?: string): Promise<void>;
  stop(): Promise<void>;
  unlink(): Promise<void>;
  onState(listener: (session: WhatsappSession) => void): void;
  /** For what a lost job or a missed state left behind: nothing queued waits for ever. */
  sendAllQueued(): Promise<void>;
  /** Resolves when everything that WhatsApp had handed over is in Postgres, or at the end. */
  settled(): Promise<unknown>;
  /** Events that wait for Postgres. */
  waiting(): number;
  /** Events that Postgres refused for themselves. */
  setAside(): number;
  simulator: Simulator;
  close(): Promise<void>;
};

/** As WhatsApp's own clients choose theirs. */
export const newWhatsappId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

const sendsAtOnce = 20;

const fullReason =
  "The server's disk takes no more messages. Free some space there; WhatsApp keeps what comes meanwhile, and it goes on by itself.";

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

export async function openWhatsapp(deps: WhatsappDeps): Promise<Whatsapp> {
  const { log, now, pool } = deps;
  const journal = openJournal({
    file: join(deps.dataFolder, 'journal.sqlite'),
    ingest: deps.ingest,
    log,
  });
  const store = openSimulatorStore(join(deps.dataFolder, 'simulator.sqlite'), now);
  let held: Session | undefined;
  // WhatsApp hands over again what nobody acknowledged; to go on would be to lose it.
  const take = stopsWhenFull(journal.take, (error) => {
    log.fatal({ err: error }, 'the journal takes no more: the session ends until it does');
    void held?.fail(fullReason);
  });
  let simulator: Simulator | undefined;
  const session = await openSession({
    databaseUrl: deps.databaseUrl,
    log,
    clock: now,
    makeDriver: (hooks) => {
      const made = simulatorDriver(store, { ...hooks, take, log });
      simulator = made.simulator;
      return made.driver;
    },
    wanted: { read: () => readWanted(pool), write: (wanted) => writeWanted(pool, wanted) },
  });
  held = session;
  if (!simulator) throw new Error('the simulator was not made');

  const { oldestQueued, conversationsWithQueued, openAttachment, jobs } = deps;
  const { openDriver } = session;
  const send = openSender({ journal, oldestQueued, openAttachment, openDriver, now });

  /** What was queued while the session was away has had its job already: all of it goes now. */
  async function sendAllQueued(): Promise<void> {
    if (!openDriver()) return;
    const left = (await conversationsWithQueued()).values();
    const oneAfterTheOther = async () => {
      for (const conversationId of left) {
        await send(conversationId).catch((error: Error) =>
          log.info({ err: error, conversationId }, 'not sent yet; tried again'),
        );
      }
    };
    await Promise.all(Array.from({ length: sendsAtOnce }, oneAfterTheOther));
  }

  const worker = jobs.work(
    'send',
    async (data) => {
      // Another server may have the session: the job is for its worker.
      if (!openDriver()) throw new NotSent('The session is not open here.');
      await send((data as { conversationId: Id }).conversationId);
    },
    sendsAtOnce,
  );
  const follow = (): void => {
    if (!openDriver()) {
      worker.pause();
      return;
    }
    worker.resume();
    sendAllQueued().catch((error: Error) => log.warn({ err: error }, 'queued messages wait'));
  };
  session.onState(follow);
  follow();

  return {
    session: session.now,
    start: session.start,
    stop: session.stop,
    unlink: session.unlink,
    onState: session.onState,
    sendAllQueued,
    settled: journal.settled,
    waiting: journal.waiting,
    setAside: journal.setAside,
    simulator,
    async close() {
      await session.close();
      await journal.stop();
      await worker.stop();
      await journal.close();
      store.close();
    },
  };
}
