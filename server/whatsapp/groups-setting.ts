/** Whether groups are conversations here, as it was last heard: drivers ask at every message. */
import type { GroupsMode } from '#shared/contract/whatsapp.ts';
import type { Doer } from '../platform/audit.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { changeSetting } from '../platform/settings.ts';
import { readGroups, writeGroups } from './store.ts';

export type GroupsSetting = {
  now(): GroupsMode;
  /** Another server may have changed it. */
  refresh(): Promise<void>;
  /** It holds once this resolves; what is stored after it counts everywhere. */
  change(by: Doer, mode: GroupsMode): Promise<void>;
};

export async function openGroupsSetting(pool: Pool): Promise<GroupsSetting> {
  let mode = await readGroups(pool);
  let writes = 0;
  return {
    now: () => mode,
    async refresh() {
      const asOf = writes;
      const read = await readGroups(pool);
      // Read before something was written here: that is newer.
      if (asOf === writes) mode = read;
    },
    async change(by, next) {
      writes += 1;
      await changeSetting(pool, by, {
        area: 'whatsapp',
        read: async (tx) => ({ groups: await readGroups(tx) }),
        write: (tx) => writeGroups(tx, next),
      });
      writes += 1;
      mode = next;
    },
  };
}
