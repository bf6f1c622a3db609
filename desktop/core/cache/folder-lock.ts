import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another console works in this folder. */
export class FolderInUse extends Error {}

/**
 * One console per data folder, or two of them would send the same outbox. SQLite's lock is the
 * system's own: it ends with the process, however that ends. @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new Database(join(folder, 'console.lock'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new FolderInUse(`another console is already using ${folder}`);
  }
  return () => void lock.close();
}
