/** Keeps what is cached within what the workspace allows: the server has it all. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Cache } from './cache/cache.ts';

const everyMs = 5 * 60_000;
/** Conversations in one piece, and the pause between two. */
const piece = 5;
const pauseMs = 100;

type Deps = {
  cache: Cache;
  /** Never what waits to be sent. */
  waiting: () => { conversations: Set<Id>; files: Set<Id> };
  /** Bytes of the files, and one of them taken away. */
  files: { size(): number; remove(id: Id): void };
  failed(error: unknown): void;
};

/** One piece of it. True: there is more to be let go. */
export function letGo({ cache, waiting, files }: Omit<Deps, 'failed'>): boolean {
  const { most } = cache.tables.meta.get('copies');
  if (most === null) return false;
  const bound = most * 1024 * 1024;
  if (cache.tables.trim.size() + files.size() <= bound) return false;
  const spared = waiting();
  const some = cache.tables.trim
    .candidates(piece + spared.conversations.size)
    .filter((id) => !spared.conversations.has(id))
    .slice(0, piece);
  const left = cache.write(() => some.flatMap((id) => cache.tables.trim.shorten(id)));
  for (const id of left) if (!spared.files.has(id)) files.remove(id);
  return some.length > 0;
}

export function keepBounded(deps: Deps): () => void {
  let timer: NodeJS.Timeout | undefined;
  const turn = (): void => {
    let more = false;
    try {
      more = letGo(deps);
    } catch (error) {
      deps.failed(error);
    }
    timer = setTimeout(turn, more ? pauseMs : everyMs);
    timer.unref();
  };
  timer = setTimeout(turn, everyMs / 10);
  timer.unref();
  return () => clearTimeout(timer);
}
