import { type KeyboardEvent, useState } from 'react';

/**
 * The keys of a list over the field. `begun` names what the list is open for: once it was sent away
 * it stays away until something else is begun.
 */
export function useSuggestions(begun: string | null, count: number, pick: (at: number) => void) {
  const [left, setLeft] = useState<string | null>(null);
  const [point, setPoint] = useState<{ of: string | null; at: number }>({ of: null, at: 0 });
  const open = begun !== null && begun !== left;
  const active = Math.min(point.of === begun ? point.at : 0, Math.max(0, count - 1));
  const pointAt = (at: number) => setPoint({ of: begun, at });

  /** True where the key was the list's. */
  function press(event: KeyboardEvent): boolean {
    if (!open || event.nativeEvent.isComposing || event.keyCode === 229) return false;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = (event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab';
    if (event.key === 'Escape') setLeft(begun);
    else if (count === 0) return false;
    else if (step !== 0) pointAt((active + step + count) % count);
    else if (chosen && !event.altKey && !event.ctrlKey && !event.metaKey) pick(active);
    else return false;
    event.preventDefault();
    return true;
  }
  return { open, active, pointAt, press };
}
