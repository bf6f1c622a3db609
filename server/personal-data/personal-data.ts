/** What the law gives a person, put together. */
import type { Storage } from '../attachments/storage/storage.ts';
import type { Desk } from '../desk/desk.ts';
import type { Log } from '../platform/log.ts';
import { clearErased } from './clearing.ts';
import type { Erasing } from './erasure.ts';
import type { Exporting } from './export.ts';

export type PersonalData = {
  erasing: Erasing;
  exporting: Exporting;
  /** What an erasure left to do; never rejects. */
  clear(): Promise<void>;
};

export type PersonalDataDeps = Pick<Desk, 'pool' | 'publish' | 'now'> & {
  /** `clear`: leaves nothing in the journal of what is stored. */
  whatsapp: Erasing['whatsapp'] & { clear(): void };
  storage: Storage;
  log: Log;
};

export function openPersonalData(deps: PersonalDataDeps): PersonalData {
  const { pool, publish, now, whatsapp, storage, log } = deps;
  const clear = () =>
    clearErased({ pool, storage, clearJournal: whatsapp.clear, log }).catch((error: Error) =>
      log.warn({ err: error }, 'what was erased is cleared away at the next turn'),
    );
  return {
    erasing: { pool, publish, now, whatsapp, wake: () => void clear() },
    exporting: { pool, storage, log },
    clear,
  };
}
