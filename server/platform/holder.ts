/** One server among several holds the session: whoever has this lock on a connection of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';

/** 'reca' in ASCII: no other advisory lock of ours has this key. */
const lockKey = 0x72656361;
/** Below what Postgres waits for a silent connection, so that we let go before it does. */
const patience = 4_000;
/** Between the end of one holder and the beginning of the next. */
const graceMs = 250;
/** Postgres gives a machine that went silent up after 5 + 3 x 2 s; its server's lock with it. */
const silence =
  '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c application_name=recado-session';

export type Holder = { close(): Promise<void> };

export type HolderDeps = {
  log: Log;
  gained(): void;
  /** The connection died, and the lock with it. */
  lost(): void;
  /** Postgres answered and another server has it. */
  elsewhere(): void;
  /** After each answer of Postgres. */
  asked?(): void;
  askAgainMs?: number;
};

/**
 * Asks for the lock until closed. Postgres frees it with the connection of its holder, so another
 * takes over within seconds of the holder's death.
 */
export function openHolder(databaseUrl: string, deps: HolderDeps): Holder {
  const { log, gained, lost, elsewhere, asked = () => {}, askAgainMs = 3_000 } = deps;
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let holding = false;
  /** Another had it when we asked last. */
  let waited = false;

  const letGo = (): void => {
    if (!holding) return;
    holding = false;
    if (!closed) lost();
  };

  async function connect(): Promise<pg.Client> {
    const mine = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: patience,
      query_timeout: patience,
      options: silence,
    });
    client = mine;
    const over = (): void => {
      if (client !== mine) return;
      client = null;
      letGo();
      askIn(0);
    };
    mine.on('error', (error) => {
      if (!closed) log.warn({ err: error }, 'the connection for the session was lost');
      // Not at its end only: by then another may have the lock.
      over();
      void mine.end().catch(() => {});
    });
    mine.on('end', over);
    await mine.connect();
    return mine;
  }

  async function ask(): Promise<void> {
    let next = askAgainMs;
    try {
      const mine = client ?? (await connect());
      if (holding) await mine.query('select 1');
      else {
        const { rows } = await mine.query('select pg_try_advisory_lock($1) got', [lockKey]);
        const got = rows[0]?.got === true;
        // Whoever had it may only now hear that its connection is dead.
        if (got && waited) {
          await pause(graceMs);
          // Ours may be dead by now, too; and what the network has for us is read before this.
          await mine.query('select 1');
        }
        if (closed || client !== mine) return;
        holding = got;
        waited = !got;
        if (holding) gained();
        else elsewhere();
      }
      asked();
    } catch (error) {
      log.debug({ err: error }, 'the session lock could not be asked for');
      const dead = client;
      client = null;
      letGo();
      // Not waited for: on a dead network its end may take minutes.
      void dead?.end().catch(() => {});
      next = Math.min(askAgainMs, 1_000);
    }
    askIn(next);
  }

  function askIn(ms: number): void {
    if (closed) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      void ask();
    }, ms);
  }
  void ask();

  return {
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      const mine = client;
      client = null;
      holding = false;
      await mine?.end().catch(() => {});
    },
  };
}
