/** Files from before they were encrypted: they come into their new place, one after the other. */
import { closeSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '#shared/contract/scalars.ts';
import type { Files } from './files.ts';

const piece = 1024 * 1024;

export type PlainFiles = {
  /** Whole ones that are left. */
  ids(): Id[];
  /** Encrypts one; a kill in between leaves the old one to be taken again. */
  bring(id: Id): void;
};

export function openPlainFiles(folder: string, files: Files): PlainFiles {
  const names = (): string[] => {
    try {
      return readdirSync(folder);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return [];
      throw error;
    }
  };
  // What had not come whole is fetched again.
  for (const name of names()) if (name.endsWith('.part')) rmSync(join(folder, name));
  return {
    ids: () => names().filter((name) => /^[0-9a-f-]{36}$/.test(name)),
    bring(id) {
      const path = join(folder, id);
      if (!files.has(id)) {
        const from = openSync(path, 'r');
        const part = files.openPart(id, 'anew');
        let whole = false;
        try {
          const bytes = Buffer.alloc(piece);
          for (;;) {
            const read = readSync(from, bytes, 0, piece, null);
            if (read === 0) break;
            part.add(bytes.subarray(0, read));
          }
          whole = true;
        } finally {
          closeSync(from);
          part.close(whole);
        }
        files.complete(id);
      }
      rmSync(path);
    },
  };
}
