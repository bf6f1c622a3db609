/** Files of the cache from before they were encrypted, and which kind one is. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../sync-folder.ts';
import { openSqlite } from './sqlite.ts';

const plainBeginning = Buffer.from('SQLite format 3\0', 'latin1');

/** none: no file, or an empty one. A file of any other content counts as sealed. */
export function kindOf(file: string): 'none' | 'plain' | 'sealed' {
  if (!existsSync(file)) return 'none';
  const opened = openSync(file, 'r');
  try {
    const first = Buffer.alloc(plainBeginning.length);
    if (readSync(opened, first, 0, first.length, 0) === 0) return 'none';
    return first.equals(plainBeginning) ? 'plain' : 'sealed';
  } finally {
    closeSync(opened);
  }
}

const parts = ['', '-wal', '-shm', '-journal'];

/**
 * Encrypts a whole file. It is a copy that is encrypted, and takes the place of the first when it is
 * on the disk: a kill at any moment leaves the one or the other.
 * @throws where the disk is full or the file damaged; then nothing has changed
 */
export function seal(file: string, key: string): void {
  const next = `${file}.sealing`;
  for (const part of parts) rmSync(`${next}${part}`, { force: true });
  const plain = openSqlite(file, { key: null, timeout: 2_000 });
  try {
    // What still stands in the log comes into the file itself; the first thing said is whether not all.
    if (plain.pragma('wal_checkpoint(truncate)') === 1) throw new Error(`${file} is in use`);
  } finally {
    plain.close();
  }
  copyFileSync(file, next);
  const copy = openSqlite(next, { key: null, timeout: 2_000 });
  try {
    copy.pragma('journal_mode = delete');
    // A key is hex digits only: see isKey.
    copy.pragma(`rekey = '${key}'`);
  } finally {
    copy.close();
  }
  const sealed = openSqlite(next, { key, timeout: 2_000 });
  try {
    sealed.prepare('select count(*) from sqlite_schema').raw().get();
  } finally {
    sealed.close();
  }
  syncFile(next);
  // Empty, and of the old file.
  for (const part of ['-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
  renameSync(next, file);
  syncFolder(dirname(file));
}

function syncFile(path: string): void {
  const opened = openSync(path, 'r+');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
