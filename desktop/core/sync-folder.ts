import { closeSync, fsyncSync, openSync } from 'node:fs';

/** So that the name outlives a power cut; not every system knows how. */
export function syncFolder(folder: string): void {
  try {
    const opened = openSync(folder, 'r');
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // Windows opens no folders.
  }
}
