import type { Cache } from './cache.ts';

export type Indexing = {
  /** Something was written that may not be indexed yet. */
  wake(): void;
  close(): void;
};

const piece = 100;
/** Between two pieces, so that nobody's key waits for more than one: this many times what one took. */
const rest = 4;
/** While others need the disk more. */
const busyPause = 250;

/** Indexes what was cached, a little at a time. `busy`: rows are coming in, and are to come first. */
export function indexSlowly(
  cache: Cache,
  busy: () => boolean,
  failed: (error: unknown) => void,
): Indexing {
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const turn = (): void => {
    timer = null;
    if (busy()) {
      again(busyPause);
      return;
    }
    try {
      const began = performance.now();
      const more = cache.write(() => cache.tables.search.indexSome(piece));
      if (more) again(rest * (performance.now() - began));
    } catch (error) {
      failed(error);
    }
  };
  const again = (wait: number): void => {
    if (!closed) timer ??= setTimeout(turn, wait);
  };
  // After the first screen.
  again(busyPause);
  return {
    wake: () => again(busyPause),
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
    },
  };
}
