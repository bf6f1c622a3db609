/** Two connections that see the same moment of the database: what takes long is read side by side. */
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';

export type Lanes = readonly [Tx, Tx];

export function atOneMoment<T>(pool: Pool, work: (lanes: Lanes) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (first) => {
    await first.query('set transaction isolation level repeatable read, read only');
    const { rows } = await first.query<{ id: string }>('select pg_export_snapshot() id');
    return inTransaction(pool, async (second) => {
      await second.query('set transaction isolation level repeatable read, read only');
      // An id is digits and dashes of the database's own; this statement takes no parameters.
      await second.query(`set transaction snapshot '${rows[0]?.id}'`);
      const lanes: Lanes = [first, second];
      for (const lane of lanes) {
        // Compiling costs more than these look-ups, and what is counted by seconds fits in this. The
        // lanes are the two processors' work already: more workers take as long, and from others.
        await lane.query('set local jit = off');
        await lane.query(`set local work_mem = '64MB'`);
        await lane.query('set local max_parallel_workers_per_gather = 0');
      }
      return work(lanes);
    });
  });
}
