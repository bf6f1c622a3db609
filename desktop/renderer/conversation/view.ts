/** What is in sight of a list that counts its scrolling from its end: 0 there, less above. */
import type { Held } from './jumps.ts';

/** This near to the end (pixels) is at it. */
const endRoom = 48;

export const isAtEnd = (log: HTMLElement): boolean => log.scrollTop > -endRoom;

export const rowIn = (log: HTMLElement, key: string): HTMLElement | null =>
  log.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);

/** The first row of which more than a little is in sight, and how far below the top it begins; null at the end. */
export function heldBy(log: HTMLElement): Held {
  if (isAtEnd(log)) return null;
  const view = log.getBoundingClientRect();
  for (const row of log.querySelectorAll<HTMLElement>('[data-row]')) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > view.top + 8) return { key: row.dataset.row ?? '', top: top - view.top };
  }
  return null;
}

/** Puts a row where it is wanted: its top so far below the view's, or in the middle, or near the top. */
export function bring(log: HTMLElement, row: HTMLElement, to: number | 'center' | 'start'): void {
  const view = log.getBoundingClientRect();
  const { top, height } = row.getBoundingClientRect();
  const wanted =
    to === 'center'
      ? Math.max(0, (view.height - height) / 2)
      : to === 'start'
        ? Math.min(view.height / 4, 112)
        : to;
  const by = top - view.top - wanted;
  // Less than a pixel is rounding: to write it would stop a scrolling that is under way.
  if (Math.abs(by) >= 1) log.scrollTop += by;
}
