import { type RefObject, useEffect } from 'react';
import type { Held } from './jumps.ts';
import { bring, heldBy, rowIn } from './view.ts';

/**
 * Whatever changes its size, the end stays where it is for who follows it, and for everybody else the
 * first row in sight. Most browsers hold on to something themselves, to the pixel and in the same
 * frame: Safari to nothing, and none to the first row when another width breaks its lines elsewhere.
 */
export function useHold(log: RefObject<HTMLElement | null>, following: RefObject<boolean>): void {
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const anchors = CSS.supports('overflow-anchor', 'auto');
    let held: Held = null;
    let width = element.clientWidth;
    let frame = 0;
    const note = () => {
      // Another width that is not told yet has been answered by the browser already.
      if (frame === 0 && element.clientWidth === width) held = heldBy(element);
    };
    const restore = () => {
      frame = 0;
      const row = held === null || following.current ? null : rowIn(element, held.key);
      if (row && held) bring(element, row, held.top);
    };
    const observer = new ResizeObserver(() => {
      const wide = element.clientWidth !== width;
      width = element.clientWidth;
      if (following.current) element.scrollTop = 0;
      else if (!anchors) restore();
      // After the browser's own correction, which comes after this.
      else if (wide) frame ||= requestAnimationFrame(restore);
    });
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', note, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, [log, following]);
}
