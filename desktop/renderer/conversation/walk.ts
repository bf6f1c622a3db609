/** The keyboard inside the log, which is one tab stop: up and down go from message to message, left and
 * right through what can be pressed, Enter opens the menu of the message (in the bubble itself). */
import type { KeyboardEvent } from 'react';

const pressable = 'a[href], button, input';

export function walk(event: KeyboardEvent, place: HTMLElement | null, toEnd: () => void): void {
  const target = event.target as HTMLElement;
  // A slider has the arrows for itself, and what is open over the list is no part of it.
  if (!place?.contains(target) || target.tagName === 'INPUT') return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const message = target.closest<HTMLElement>('[data-message]');
  if (event.key === 'End') {
    toEnd();
    return;
  }
  if (event.key === 'Escape' && message) {
    place.querySelector<HTMLElement>('[role=log]')?.focus();
    return;
  }
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    const messages = [...place.querySelectorAll<HTMLElement>('[data-message]')];
    const next = message
      ? messages[messages.indexOf(message) + (event.key === 'ArrowUp' ? -1 : 1)]
      : lastInSight(messages, place);
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    return;
  }
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const all = [...(message ?? place).querySelectorAll<HTMLElement>(pressable)];
  const at = all.indexOf(target);
  const step = event.key === 'ArrowRight' ? 1 : -1;
  const next = at === -1 ? all.at(step === 1 ? 0 : -1) : all[at + step];
  next?.focus();
}

function lastInSight(messages: HTMLElement[], place: HTMLElement): HTMLElement | undefined {
  const { bottom } = place.getBoundingClientRect();
  return messages.findLast((one) => one.getBoundingClientRect().bottom <= bottom + 4);
}

/** Frames in which a message comes to stand still in sight, and in how many of them in a row. */
const mostTries = 120;
const steady = 4;
const pointedMs = 1_600;

/**
 * Marks a message once it stands in sight, for a moment, and puts the keyboard there. Returns what
 * lets go of one that does not stand there yet.
 */
export function point(place: HTMLElement | null, messageId: string): () => void {
  let frame = 0;
  let tries = 0;
  let stood = 0;
  let top = Number.NaN;
  const look = (): void => {
    const row = place?.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`);
    const now = row && isInSight(row, place) ? row.getBoundingClientRect().top : Number.NaN;
    stood = now === top ? stood + 1 : 0;
    top = now;
    if (row && stood >= steady) {
      // Who goes from hit to hit stays where they look for them.
      if (!document.activeElement?.matches('[data-search], [data-find]')) {
        row.focus({ preventScroll: true });
      }
      for (const other of place?.querySelectorAll<HTMLElement>('[data-pointed]') ?? []) {
        delete other.dataset.pointed;
      }
      row.dataset.pointed = '';
      setTimeout(() => delete row.dataset.pointed, pointedMs);
      return;
    }
    tries += 1;
    if (tries > mostTries) return;
    frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}

function isInSight(row: HTMLElement, place: HTMLElement | null): boolean {
  const view = place?.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  // What is being measured is drawn where nobody sees it.
  const drawn = row.checkVisibility({ visibilityProperty: true });
  return drawn && view !== undefined && bottom > view.top && top < view.bottom;
}
