/** WhatsApp put together: the driver, the journal behind it, the session and the sender. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Id } from '#shared/contract/scalars.ts';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Queued } from '../desk/outgoing.ts';
import { noteAct } from '../platform/audit.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import type { Driver, DriverEvent, Who } from './driver.ts';
import { type GroupsSetting, openGroupsSetting } from './groups-setting.ts';
import { openJournal } from './journal.ts';
import { sessionReasons } from './reason-codes.ts';
import { NotSent, openSender } from './sender.ts';
import { openSession, type Session } from './session.ts';
import { readWanted, removeKeysOf, writeWanted } from './store.ts';
import { hasGroups, type Way } from './way.ts';
import { openWay } from './ways.ts';

export type WhatsappDeps = {
  way: Way;
  pool: Pool;
  databaseUrl: string;
  dataFolder: string;
  key: Buffer;
  log: Log;
  jobs: Pick<Jobs, 'work'>;
  ingest: (events: DriverEvent[]) => Promise<void>;
  oldestQueued: (conversationId: Id) => Promise<Queued | null>;
  conversationsWithQueued: () => Promise<Id[]>;
  openAttachment: (id: Id) => Promise<Readable>;
  textOfOurs: (whatsappId: string) => Promise<string | null>;
  /** Somebody types to us, or no longer. */
  typing: (who: Who, is: boolean) => void;
  now: () => Date;
};

export type Whatsapp = {
  session(): WhatsappSession;
  start: Session['start'];
  stop: Session['stop'];
  unlink: Session['unlink'];
  onState(listener: (session: WhatsappSession) => void): void;
  /** The driver while the session is open here. */
  openDriver(): Driver | null;
  /** Journals what happened on our side, as a driver would. */
  take(events: DriverEvent[]): void;
  /** Null: this way to WhatsApp has no groups. */
  groups: GroupsSetting | null;
  /** For what a lost job or a missed state left behind: nothing queued waits for ever. */
  sendAllQueued(): Promise<void>;
  /** Resolves when everything that WhatsApp had handed over is in Postgres, or at the end. */
  settled(): Promise<unknown>;
  /** What is kept of a person beside their messages goes; inside the transaction that erases them. */
  forget(tx: Tx, who: Who): Promise<void>;
  /** Leaves nothing on this disk of what was handed over and is stored. */
  clear(): void;
  /** Events that wait for Postgres. */
  waiting(): number;
  /** Events that Postgres refused for themselves. */
  setAside(): number;
  /** The HTTP surface of the way to WhatsApp that was chosen. */
  register(app: FastifyInstance): void;
  close(): Promise<void>;
};

/** As WhatsApp's own clients choose theirs. */
export const newWhatsappId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

const sendsAtOnce = 20;

export async function openWhatsapp(deps: WhatsappDeps): Promise<Whatsapp> {
  const { log, now, pool } = deps;
  const journal = openJournal({
    file: join(deps.dataFolder, 'journal.sqlite'),
    ingest: deps.ingest,
    log,
  });
  const setting = await openGroupsSetting(pool);
  const groups = hasGroups(deps.way) ? setting : null;
  let held: Session | undefined;
  const full = (error: unknown): void => {
    log.fatal({ err: error }, 'the journal takes no more: the session ends until it does');
    void held?.fail(sessionReasons.diskFull);
  };
  const way = await openWay(deps.way, {
    ...{ pool, dataFolder: deps.dataFolder, key: deps.key, log, now, take: journal.take },
    textOfOurs: deps.textOfOurs,
    typing: deps.typing,
    groupsShown: () => groups?.now() === 'shown',
    full,
  });
  const session = await openSession({
    databaseUrl: deps.databaseUrl,
    log,
    clock: now,
    makeDriver: way.makeDriver,
    ready: () => {
      try {
        journal.room();
      } catch (error) {
        log.error({ err: error }, 'the journal still takes no more');
        throw new Error(sessionReasons.diskFull, { cause: error });
      }
    },
    wanted: {
      async read() {
        await groups?.refresh();
        return readWanted(pool);
      },
      write: (wanted, asked) =>
        inTransaction(pool, async (tx) => {
          await writeWanted(tx, wanted);
          if (!asked) return;
          const subject = { kind: 'whatsapp' } as const;
          await noteAct(tx, asked.by, { action: asked.action, subject });
        }),
    },
  });
  held = session;

  const { oldestQueued, conversationsWithQueued, openAttachment, jobs } = deps;
  const { openDriver } = session;
  const send = openSender({ journal, oldestQueued, openAttachment, openDriver, now, full });

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
    openDriver: session.openDriver,
    take: journal.take,
    groups,
    sendAllQueued,
    settled: journal.settled,
    async forget(tx, who) {
      await removeKeysOf(tx, who);
      // Last: a set-aside event would make them anew at the next start.
      journal.forget(who);
    },
    clear: journal.clear,
    waiting: journal.waiting,
    setAside: journal.setAside,
    register: way.register,
    async close() {
      await session.close();
      await journal.stop();
      await worker.stop();
      await journal.close();
      way.close();
    },
  };
}
