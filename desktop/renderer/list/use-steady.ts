import { useCallback, useLayoutEffect, useRef } from 'react';
import type { Id } from '#shared/contract/scalars.ts';

/**
 * By how many places what is in sight has moved: that of the middle one, so that single entries may
 * come and go while the others stand still.
 */
export function shiftOf(
  before: readonly Id[],
  after: readonly Id[],
  first: number,
  count: number,
): number {
  if (before === after) return 0;
  const places = new Map(before.slice(first, first + count).map((id, n) => [id, first + n]));
  const shifts = after
    .flatMap((id, now) => {
      const was = places.get(id);
      return was === undefined ? [] : now - was;
    })
    .sort((a, b) => a - b);
  return shifts[Math.floor(shifts.length / 2)] ?? 0;
}

/** Entries that come, go and move above do not push about what is read; at the top all is as it comes. */
export function useSteady(ids: readonly Id[], height: number) {
  const scroller = useRef<HTMLElement | null>(null);
  const before = useRef(ids);
  useLayoutEffect(() => {
    const element = scroller.current;
    const old = before.current;
    before.current = ids;
    if (!element || old === ids || element.scrollTop < height / 2) return;
    const first = Math.round(element.scrollTop / height);
    const count = Math.max(1, Math.floor(element.clientHeight / height));
    const shift = shiftOf(old, ids, first, count);
    if (shift !== 0) element.scrollTop += shift * height;
  }, [ids, height]);
  return useCallback((element: HTMLElement | Window | null) => {
    scroller.current = element instanceof HTMLElement ? element : null;
  }, []);
}
