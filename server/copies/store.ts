import { type CopyPatch, type CopySettings, usualCopies } from '#shared/contract/copies.ts';
import type { Doer } from '../platform/audit.ts';
import type { Pool, Sql } from '../platform/postgres/pool.ts';
import { changeSetting } from '../platform/settings.ts';

/** What consoles are to keep on their machines. */
export async function copySettings(sql: Sql): Promise<CopySettings> {
  const { rows } = await sql.query<{ value: Partial<CopySettings> }>(
    `select value from settings where key = 'copies'`,
  );
  return { ...usualCopies, ...rows[0]?.value };
}

/** What is not in the patch stays as it is, whoever else changes it meanwhile. */
export const changeCopies = (pool: Pool, by: Doer, patch: CopyPatch): Promise<CopySettings> =>
  changeSetting(pool, by, {
    area: 'copies',
    read: copySettings,
    async write(tx) {
      await tx.query(
        `insert into settings (key, value) values ('copies', $1)
         on conflict (key) do update set value = settings.value || excluded.value`,
        [JSON.stringify(patch)],
      );
    },
  });
