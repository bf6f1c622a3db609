/** The storage and the uploads that a server begins with. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clearing, openClearing } from '../platform/clearing.ts';
import type { Log } from '../platform/log.ts';
import { type Attachments, forgetAbandoned, removeUnknown } from './attachments.ts';
import type { StorageAddress } from './storage/address.ts';
import { openStorage } from './storage/open.ts';
import { BadStorage, type Storage } from './storage/storage.ts';
import { UnfinishedUploads } from './unfinished.ts';

/** @throws BadStorage when it can never do as it is set; one that is only away is waited for. */
export async function openKeeping(
  address: StorageAddress,
  dataFolder: string,
  log: Log,
): Promise<{ storage: Storage; unfinished: UnfinishedUploads; clearing: Clearing }> {
  const clearing = openClearing();
  const storage = await openStorage(address, join(dataFolder, 'attachments'));
  try {
    await storage.check();
  } catch (error) {
    if (error instanceof BadStorage) throw error;
    log.warn({ err: error, storage: storage.name }, 'the storage does not answer just now');
  }
  const folder = join(dataFolder, 'uploads');
  await mkdir(folder, { recursive: true });
  return { storage, clearing, unfinished: new UnfinishedUploads(folder, clearing) };
}

/** Uploads that nobody goes on with, attachments that nobody sent, and what never came. */
export async function tidy(deps: Attachments, unfinished: UnfinishedUploads): Promise<void> {
  for (const id of await unfinished.forgetOld()) await removeUnknown(deps, id);
  await forgetAbandoned(deps);
}
