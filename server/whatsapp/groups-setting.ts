/** Whether groups are conversations here, as it was last heard: drivers ask at every message. */
import type { GroupsMode } from '#shared/contract/whatsapp.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { readGroups, writeGroups } from './store.ts';

export type GroupsSetting = {
  now(): GroupsMode;
  /** Another server may have changed it. */
  refresh(): Promise<void>;
  /** It holds once this resolves; what is stored after it counts everywhere. */
  change(mode: GroupsMode): Promise<void>;
};

export async function openGroupsSetting(sql: Sql): Promise<GroupsSetting> {
  let mode = await readGroups(sql);
  let writes = 0;
  return {
    now: () => mode,
    async refresh() {
      const asOf = writes;
      const read = await readGroups(sql);
      // Read before something was written here: that is newer.
      if (asOf === writes) mode = read;
    },
    async change(next) {
      writes += 1;
      await writeGroups(sql, next);
      writes += 1;
      mode = next;
    },
  };
}
