/** For tests: one server's session, with a driver that does as it is told. */
import { onTestFinished } from 'vitest';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { TestDatabase } from '../platform/postgres/test-database.ts';
import { keptLog } from '../platform/test-log.ts';
import { until } from '../platform/test-waiting.ts';
import type { Driver, DriverHooks } from './driver.ts';
import { openSession, type SessionDeps } from './session.ts';
import { readWanted, writeWanted } from './store.ts';

type Say = DriverHooks['state'];
export type Options = Partial<
  Pick<SessionDeps, 'wanted' | 'patienceMs' | 'retryMs' | 'clock' | 'ready'>
> & {
  start?: (say: Say) => Promise<void>;
  stop?: () => Promise<void>;
  unlink?: () => Promise<void>;
  /** What was asked of the drivers, in order; of several servers where it is shared. */
  calls?: string[];
  name?: string;
};

export const opens = async (say: Say) => say({ state: 'open', phone: '+5511900000000' });

/** Several on one database are several servers. */
export async function testSession({ pool, url }: TestDatabase, options: Options = {}) {
  const { start = opens, stop = async () => {}, unlink = async () => {}, calls = [] } = options;
  const prefix = options.name ? `${options.name} ` : '';
  const { log, lines } = keptLog();
  const heard: WhatsappSession[] = [];
  let say: Say = () => {};
  let asked = 0;
  /** The phone that each start was asked to pair with. */
  const phones: (string | undefined)[] = [];
  const makeDriver: SessionDeps['makeDriver'] = (hooks, { pairingPhone }) => {
    say = hooks.state;
    const call = (word: string) => void calls.push(`${prefix}${word}`);
    const driver: Driver = {
      name: 'simulator',
      start: async () => {
        call('start');
        phones.push(pairingPhone());
        await start(say);
      },
      stop: async () => {
        call('stop');
        await stop();
      },
      unlink: async () => {
        call('unlink');
        await unlink();
      },
      send: async () => ({ ok: true }),
      fetch: () => Promise.reject(new Error('nothing to fetch')),
    };
    return driver;
  };
  const stored: SessionDeps['wanted'] = {
    read: () => readWanted(pool),
    write: (wanted) => writeWanted(pool, wanted),
  };
  const { wanted = stored, patienceMs, retryMs, ready, clock = () => new Date() } = options;
  const session = await openSession({
    databaseUrl: url,
    log,
    clock,
    makeDriver,
    ready,
    wanted: {
      write: wanted.write,
      read: () => {
        asked += 1;
        return wanted.read();
      },
    },
    askAgainMs: 5,
    patienceMs,
    retryMs,
  });
  session.onState((now) => heard.push(now));
  let over: Promise<void> | null = null;
  const close = () => {
    over ??= session.close();
    return over;
  };
  onTestFinished(close);
  return {
    session,
    calls,
    phones,
    heard,
    lines,
    close,
    say: (now: Parameters<Say>[0]) => say(now),
    isOpen: () => session.openDriver() !== null,
    /** Postgres has answered twice more: whatever was to come of it has come. */
    askedAgain: async () => {
      const before = asked;
      await until(() => asked > before + 1);
    },
  };
}
