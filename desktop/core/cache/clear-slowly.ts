/**
 * What SQLite keeps of rows that were deleted: words in the index until its parts are merged, pages
 * that are free, the log, and files that were moved aside. A little at a time, and again from the
 * beginning where it was cut off.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cache } from './cache.ts';

export type ClearSlowly = {
  cache: Cache;
  folder: string;
  failed(error: unknown): void;
};

/** Steps of a merge, and bytes of free pages written over, in one piece. */
const steps = 100;
const bytes = 1024 * 1024;
/** Between two pieces, so that nobody's key waits for more than one. */
const rest = 20;

/** Asked for again and again, it runs once at a time; resolves when nothing is left to do. */
export function clearSlowly({ cache, folder, failed }: ClearSlowly) {
  const { meta, remains } = cache.tables;
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;

  async function clear(): Promise<void> {
    // Nothing can be erased inside of them; what could be read of them was taken over.
    for (const name of readdirSync(folder)) {
      if (/^cache\.sqlite\.(damaged|newer|locked)-/.test(name)) rmSync(join(folder, name));
    }
    for (const table of ['message_words', 'known_words'] as const) {
      cache.write(() => remains.addPart(table));
      for (let first = true; ; first = false) {
        if (!cache.write(() => remains.merge(table, first ? -steps : steps))) break;
        await pause(rest);
        if (closed) return;
      }
      cache.write(() => remains.removePart(table));
    }
    while (cache.write(() => remains.fill(bytes))) {
      await pause(rest);
      if (closed) return;
    }
    cache.write(remains.unfill);
    remains.emptyLog();
    if (!again) cache.keep(() => meta.set('toClear', false));
    // Of the note itself, and of whatever was written meanwhile.
    remains.emptyLog();
  }
  async function run(): Promise<void> {
    try {
      do {
        again = false;
        await clear();
      } while (again && !closed);
    } catch (error) {
      if (!closed) failed(error);
    } finally {
      running = null;
    }
  }
  const begin = (): Promise<void> => {
    if (running) again = true;
    running ??= run();
    return running;
  };
  if (meta.get('toClear')) void begin();
  return {
    begin: () => void begin(),
    close() {
      closed = true;
    },
  };
}
