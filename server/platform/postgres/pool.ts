import pg from 'pg';

export type Pool = pg.Pool;
/** A connection inside a transaction. */
export type Tx = pg.PoolClient;
/** Whatever can run a query. */
export type Sql = Pool | Tx;

const timestamptz = 1184;
const int8 = 20;

/** `2026-11-20 22:10:00.123456+00` (the session runs in UTC) as an Instant. */
function instant(text: string): string {
  const [date, rest = ''] = text.split(' ');
  const [time = '', fraction = ''] = rest.replace(/\+00$/, '').split('.');
  return `${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === timestamptz) return instant;
    if (oid === int8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/** Times come out as Instants, bigints as numbers. A lost idle connection is replaced, not thrown. */
export function openPool(
  url: string,
  { max = 10, onError }: { max?: number; onError?: (error: Error) => void } = {},
): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    options: '-c timezone=UTC -c idle_in_transaction_session_timeout=60000',
    connectionTimeoutMillis: 5_000,
  });
  pool.on('error', (error) => onError?.(error));
  return pool;
}

/** Commits what `work` did, or undoes it and throws what it threw. Never call the network in it. */
export async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  // Without a listener a connection that dies between two queries would end the process.
  const lost = (error: Error) => {
    broken = error;
  };
  tx.on('error', lost);
  try {
    await tx.query('begin');
    const value = await work(tx);
    await tx.query('commit');
    return value;
  } catch (error) {
    await tx.query('rollback').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    tx.off('error', lost);
    tx.release(broken);
  }
}
