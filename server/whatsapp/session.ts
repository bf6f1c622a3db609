/** The WhatsApp session of this server: wanted or not, held here or elsewhere, and its state. */
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { type Holder, openHolder } from '../platform/holder.ts';
import type { Log } from '../platform/log.ts';
import type { Driver, DriverHooks } from './driver.ts';

export type Session = {
  now(): WhatsappSession;
  /** The driver while it is open here. */
  openDriver(): Driver | null;
  /** `pairingPhone`: pair by a code to be typed on that phone, in place of a QR. */
  start(pairingPhone?: string): Promise<void>;
  stop(): Promise<void>;
  unlink(): Promise<void>;
  /** Ends what runs, says why, and tries again later. */
  fail(reason: string): Promise<void>;
  onState(listener: (session: WhatsappSession) => void): void;
  close(): Promise<void>;
};

/** What an admin asked for with the start. */
export type Asked = {
  /** Undefined: by QR. */
  pairingPhone(): string | undefined;
};

export type SessionDeps = {
  databaseUrl: string;
  log: Log;
  clock: () => Date;
  /** Throws, with the reason, while a driver could do nothing with what comes. */
  ready?: () => void;
  makeDriver: (hooks: Omit<DriverHooks, 'take' | 'log'>, asked: Asked) => Driver;
  /** Whether an admin wants the session running; kept, so that a restart does as they said. */
  wanted: { read(): Promise<boolean>; write(wanted: boolean): Promise<void> };
  /** How often the lock is asked for, and `wanted` read again: another server may have changed it. */
  askAgainMs?: number;
  /** How long a driver may take to start, stop or unlink before that counts as a failure. */
  patienceMs?: number;
  /** How long after a failed start the next one is tried. */
  retryMs?: number;
};

const elsewhereReason = 'Another server holds the session.';
const lostReason =
  'The database, by which servers agree on who holds the session, does not answer.';

export async function openSession(deps: SessionDeps): Promise<Session> {
  const { log, clock, patienceMs = 30_000, retryMs = 10_000, askAgainMs } = deps;
  const listeners: ((session: WhatsappSession) => void)[] = [];
  let wanted = await deps.wanted.read();
  let held = false;
  /** Why it is not held here, where that is known. */
  let notHeld: string | undefined;
  let running = false;
  let closed = false;
  let writes = 0;
  let retry: NodeJS.Timeout | null = null;
  let pairingPhone: string | undefined;
  const driver = deps.makeDriver(
    {
      // What a driver says after its stop is about a session that is over.
      state: (change) => running && tell(change),
    },
    { pairingPhone: () => pairingPhone },
  );
  let current: WhatsappSession = {
    driver: driver.name,
    state: wanted ? 'starting' : 'stopped',
    since: clock().toISOString(),
  };

  function tell(change: Omit<WhatsappSession, 'driver' | 'since'>): void {
    const { driver: name, since, ...before } = current;
    if (JSON.stringify(before) === JSON.stringify(change)) return;
    const moved = change.state !== current.state;
    current = { driver: name, since: moved ? clock().toISOString() : since, ...change };
    for (const listener of listeners) listener(current);
  }

  // One after the other: a stop that overtakes its start would leave a driver running.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };

  async function run(): Promise<void> {
    try {
      deps.ready?.();
    } catch (error) {
      failed((error as Error).message);
      return;
    }
    running = true;
    tell({ state: 'starting' });
    try {
      await inTime(driver.start(), patienceMs, 'The driver did not start in time.');
    } catch (error) {
      await halt();
      log.error({ err: error }, 'the session did not start');
      failed((error as Error).message);
    }
  }

  function failed(reason: string): void {
    tell({ state: 'failed', reason });
    if (retry) clearTimeout(retry);
    retry = setTimeout(() => void settle(), retryMs);
  }

  async function halt(): Promise<void> {
    running = false;
    await inTime(driver.stop(), patienceMs, 'The driver did not stop in time.').catch((error) =>
      log.error({ err: error }, 'the session did not stop well'),
    );
  }

  const settle = (): Promise<void> =>
    inTurn(async () => {
      if (retry) clearTimeout(retry);
      retry = null;
      if (closed) return;
      const shouldRun = wanted && held;
      if (shouldRun && !running) await run();
      else if (!shouldRun && running) await halt();
      if (!wanted) tell({ state: 'stopped' });
      else if (!held) tell({ state: 'starting', ...(notHeld && { reason: notHeld }) });
    });

  /** Ends a session that runs, for a fault of ours; it is tried again. */
  const fail = (reason: string): Promise<void> =>
    inTurn(async () => {
      if (!running || closed) return;
      await halt();
      failed(reason);
    });

  const standing = (has: boolean, reason?: string) => (): void => {
    if (held === has && notHeld === reason) return;
    held = has;
    notHeld = reason;
    void settle();
  };
  const holder: Holder = openHolder(deps.databaseUrl, {
    log,
    askAgainMs,
    gained: standing(true),
    lost: standing(false, lostReason),
    elsewhere: standing(false, elsewhereReason),
    asked: () => {
      const asOf = writes;
      deps.wanted.read().then(
        (value) => {
          // Read before something was written here: that is newer.
          if (value === wanted || closed || asOf !== writes) return;
          wanted = value;
          void settle();
        },
        (error) => log.debug({ err: error }, 'whether the session is wanted could not be read'),
      );
    },
  });

  const want = async (value: boolean): Promise<void> => {
    writes += 1;
    await deps.wanted.write(value);
    writes += 1;
    wanted = value;
    await settle();
  };

  return {
    now: () => current,
    openDriver: () => (running && current.state === 'open' ? driver : null),
    async start(phone) {
      const changed = phone !== pairingPhone;
      pairingPhone = phone;
      // Who is shown a QR and asks for a code, or the other way round, gets the other one.
      if (changed && current.state === 'pairing') await inTurn(halt);
      await want(true);
    },
    stop: () => want(false),
    async unlink() {
      await want(false);
      const words = 'The driver did not unlink in time.';
      await inTurn(() => inTime(driver.unlink(), patienceMs, words));
    },
    fail,
    onState: (listener) => {
      listeners.push(listener);
    },
    async close() {
      closed = true;
      if (retry) clearTimeout(retry);
      await inTurn(async () => {
        if (running) await halt();
      });
      await holder.close();
    },
  };
}

async function inTime(work: Promise<void>, ms: number, words: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
