/** The WhatsApp session of this server: wanted or not, held here or elsewhere, and its state. */
import { isDeepStrictEqual } from 'node:util';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Doer } from '../platform/audit.ts';
import { type Holder, openHolder } from '../platform/holder.ts';
import type { Log } from '../platform/log.ts';
import type { Driver, DriverHooks } from './driver.ts';
import { reasonCodeOf, sessionReasons } from './reason-codes.ts';
import type { Wanted } from './store.ts';

/** Who asked for it, and what it is called in the audit; null: nobody, the server itself. */
export type WantedBy = {
  by: Doer;
  action: 'whatsapp.started' | 'whatsapp.stopped' | 'whatsapp.unlinked';
} | null;

export type Session = {
  now(): WhatsappSession;
  /** The driver while it is open here. */
  openDriver(): Driver | null;
  /** `pairingPhone`: pair by a code to be typed on that phone, in place of a QR. */
  start(pairingPhone?: string, by?: Doer): Promise<void>;
  stop(by?: Doer): Promise<void>;
  unlink(by?: Doer): Promise<void>;
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
  /** What an admin asked for; kept, so that a restart, or another server, does as they said. */
  wanted: { read(): Promise<Wanted>; write(wanted: Wanted, by: WantedBy): Promise<void> };
  /** How often the lock is asked for, and `wanted` read again: another server may have changed it. */
  askAgainMs?: number;
  /** How long a driver may take to start, stop or unlink before that counts as a failure. */
  patienceMs?: number;
  /** How long after a failed start the next one is tried. */
  retryMs?: number;
};

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
  const driver = deps.makeDriver(
    {
      // What a driver says after its stop is about a session that is over.
      state: (change) => running && tell(change),
    },
    { pairingPhone: () => wanted.pairingPhone ?? undefined },
  );
  let current: WhatsappSession = {
    driver: driver.name,
    state: wanted.running ? 'starting' : 'stopped',
    since: clock().toISOString(),
  };

  function tell({ reason, ...more }: Omit<WhatsappSession, 'driver' | 'since'>): void {
    const reasonCode = reason === undefined ? undefined : reasonCodeOf(reason);
    const change = {
      ...more,
      ...(reason !== undefined && { reason }),
      ...(reasonCode && { reasonCode }),
    };
    if (change.state === 'open' && wanted.pairingPhone !== null) paired();
    const { driver: name, since, ...before } = current;
    if (JSON.stringify(before) === JSON.stringify(change)) return;
    const moved = change.state !== current.state;
    current = { driver: name, since: moved ? clock().toISOString() : since, ...change };
    for (const listener of listeners) listener(current);
  }

  /** The code is used up: the next pairing begins with a QR again. */
  function paired(): void {
    wanted = { ...wanted, pairingPhone: null };
    write(wanted, null).catch((error: Error) =>
      log.warn({ err: error }, 'that pairing is over could not be stored'),
    );
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
      await inTime(driver.start(), patienceMs, sessionReasons.slowStart);
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
      const shouldRun = wanted.running && held;
      if (shouldRun && !running) await run();
      else if (!shouldRun && running) await halt();
      if (!wanted.running) tell({ state: 'stopped' });
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
    lost: standing(false, sessionReasons.database),
    elsewhere: standing(false, sessionReasons.elsewhere),
    asked: () => {
      const asOf = writes;
      deps.wanted.read().then(
        (value) => {
          // Read before something was written here: that is newer.
          if (closed || asOf !== writes || isDeepStrictEqual(value, wanted)) return;
          void take(value);
        },
        (error) => log.debug({ err: error }, 'whether the session is wanted could not be read'),
      );
    },
  });

  async function write(value: Wanted, by: WantedBy): Promise<void> {
    writes += 1;
    await deps.wanted.write(value, by);
    writes += 1;
  }

  async function take(value: Wanted): Promise<void> {
    const other = wanted.pairingPhone !== value.pairingPhone;
    wanted = value;
    // Who is shown a QR and asks for a code, or the other way round, gets the other one.
    if (other && current.state === 'pairing') await inTurn(halt);
    await settle();
  }

  const want = async (value: Wanted, by: WantedBy): Promise<void> => {
    await write(value, by);
    await take(value);
  };
  const stopped: Wanted = { running: false, pairingPhone: null };

  return {
    now: () => current,
    openDriver: () => (running && current.state === 'open' ? driver : null),
    start: (phone, by) =>
      want(
        { running: true, pairingPhone: phone ?? null },
        by ? { by, action: 'whatsapp.started' } : null,
      ),
    stop: (by) => want(stopped, by ? { by, action: 'whatsapp.stopped' } : null),
    async unlink(by) {
      await want(stopped, by ? { by, action: 'whatsapp.unlinked' } : null);
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
