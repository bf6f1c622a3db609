/** After an erasure: the files, and what databases keep of rows that were deleted. */
import type { Storage } from '../attachments/storage/storage.ts';
import type { Log } from '../platform/log.ts';
import { inTransaction, type Pool } from '../platform/postgres/pool.ts';
import { clearRemains } from '../platform/postgres/remains.ts';
import { filesToRemove, noteRemoved } from './messages-store.ts';
import { anyToClear, noteCleared } from './store.ts';

export type Clearing = {
  pool: Pool;
  storage: Pick<Storage, 'remove'>;
  /** Of this server's journal. */
  clearJournal(): void;
  log: Log;
};

const atOnce = 100;

/** Does what is to be done, and does it again where a server died over it. */
export async function clearErased({ pool, storage, clearJournal, log }: Clearing): Promise<void> {
  clearJournal();
  if (!(await anyToClear(pool))) return;
  for (;;) {
    const places = await inTransaction(pool, (tx) => filesToRemove(tx, atOnce));
    if (places.length === 0) break;
    for (const place of places) await storage.remove(place);
    await inTransaction(pool, (tx) => noteRemoved(tx, places));
  }
  const begun = new Date().toISOString();
  if (await clearRemains(pool, tables, log)) await noteCleared(pool, begun);
}

/** Where something of a person stood. */
const tables = [
  ...['contacts', 'conversations', 'messages', 'message_texts', 'message_acts', 'attachments'],
  ...[
    'commands',
    'contact_tags',
    'services',
    'service_views',
    'read_marks',
    'linked_auth',
    'job_outbox',
  ],
];
