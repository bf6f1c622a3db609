import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Block, guessedHeight } from './blocks.ts';

/** Drawn this far beyond the view, in pixels: more than a hand scrolls in two frames. */
const beyond = 700;

/** Which blocks are drawn: those near the view; and how high a block stays that is drawn no more. */
export function useNear(log: RefObject<HTMLElement | null>, blocks: readonly Block[]) {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set<number>());
  const heights = useRef(new Map<number, number>());
  const observer = useRef<IntersectionObserver | null>(null);

  useEffect(() => {
    const watch = new IntersectionObserver(
      (entries) =>
        setNear((before) => {
          // Out of sight nothing is near anything; what was drawn there stays.
          if (!log.current?.checkVisibility()) return before;
          const next = new Set(before);
          for (const { target, isIntersecting, boundingClientRect } of entries) {
            const n = Number((target as HTMLElement).dataset.block);
            if (isIntersecting) next.add(n);
            // Where the keyboard is stays drawn.
            else if (target.isConnected && !target.contains(document.activeElement)) {
              if (next.delete(n)) heights.current.set(n, boundingClientRect.height);
            }
          }
          return next.size === before.size && [...next].every((n) => before.has(n)) ? before : next;
        }),
      { root: log.current, rootMargin: `${beyond}px 0px` },
    );
    observer.current = watch;
    return () => watch.disconnect();
  }, [log]);

  const first = blocks[0]?.n;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other blocks are there when these are others.
  useEffect(() => {
    for (const block of log.current?.querySelectorAll('[data-block]') ?? []) {
      observer.current?.observe(block);
    }
  }, [log, first, blocks.length]);

  return {
    near,
    heightOf: (block: Block) => heights.current.get(block.n) ?? guessedHeight(block),
  };
}
