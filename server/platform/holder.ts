/** One server among several holds the session: whoever has this lock on a connection of its own. */
import pg from 'pg';
import type { Log } from './log.ts';

/** 'reca' in ASCII: no other advisory lock of ours has this key. */
const lockKey = 0x72656361;
const askAgainMs = 3_000;

export type Holder = { close(): Promise<void> };

/**
 * Calls `gained` when this server holds the lock and `lost` when its connection died; asks again
 * until closed. Postgres frees the lock with the connection, so another takes over within seconds.
 */
export function openHolder(
  databaseUrl: string,
  { gained, lost, log }: { gained: () => void; lost: () => void; log: Log },
): Holder {
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let holding = false;

  const letGo = (): void => {
    if (!holding) return;
    holding = false;
    lost();
  };
  const again = (): void => {
    if (closed) return;
    timer = setTimeout(() => void ask(), askAgainMs);
  };
  async function ask(): Promise<void> {
    try {
      if (!client) {
        client = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
        const mine = client;
        mine.on('error', (error) => {
          log.warn({ err: error }, 'the connection that holds the session was lost');
        });
        mine.on('end', () => {
          if (client !== mine) return;
          client = null;
          letGo();
        });
        await mine.connect();
      }
      if (holding) await client.query('select 1');
      else {
        const { rows } = await client.query('select pg_try_advisory_lock($1) got', [lockKey]);
        if (rows[0]?.got && !closed) {
          holding = true;
          gained();
        }
      }
    } catch (error) {
      log.debug({ err: error }, 'the session lock could not be asked for');
      const dead = client;
      client = null;
      letGo();
      await dead?.end().catch(() => {});
    }
    again();
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
