/** Changing what holds for the whole workspace, with an entry in the audit. */
import { type Doer, noteSettings } from './audit.ts';
import { inTransaction, type Pool, type Tx } from './postgres/pool.ts';

/** Those who change settings at the same moment take turns; ends with the transaction. */
export async function lockSettings(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(4680004)');
}

export type SettingChange<T extends object> = {
  /** Before the dot in the audit's names of fields. */
  area: string;
  read(tx: Tx): Promise<T>;
  write(tx: Tx): Promise<void>;
  /** Of these the audit says only that they changed: passwords, keys. */
  unsaid?: readonly (keyof T & string)[];
};

/** As it is afterwards. */
export async function changeSetting<T extends object>(
  pool: Pool,
  by: Doer,
  { area, read, write, unsaid = [] }: SettingChange<T>,
): Promise<T> {
  return inTransaction(pool, async (tx) => {
    await lockSettings(tx);
    const before = await read(tx);
    await write(tx);
    const after = await read(tx);
    await noteSettings(tx, by, area, before, after, unsaid);
    return after;
  });
}
