import { useEffect } from 'react';
import { isCovered } from './covered.ts';

/** Where the keyboard goes when what it was on is gone, the best first. */
const homes = [
  '#conversation [data-composer]',
  '#conversation [role=log]',
  '[data-conversation][tabindex="0"]',
  '[data-filter]',
];

const isThere = (element: Element) => element.isConnected && element.closest('[inert]') === null;

/**
 * The keyboard is never nowhere: when the element that had it is taken away (a tab that closed, a
 * button that did its work, a dialog whose button is gone) the front conversation gets it. Who
 * clicks beside everything keeps it there: that element is still here.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let frame = 0;
    const note = (event: FocusEvent) => {
      if (event.target instanceof Element) last = event.target;
    };
    const look = () => {
      frame = 0;
      const { activeElement, body } = document;
      const lost = activeElement === null || activeElement === body || !isThere(activeElement);
      if (!lost || last === null || isThere(last)) return;
      if (isCovered()) return;
      for (const home of homes) {
        const element = document.querySelector<HTMLElement>(home);
        if (!element || !isThere(element)) continue;
        element.focus();
        if (document.activeElement === element) return;
      }
    };
    const observer = new MutationObserver(() => {
      frame ||= requestAnimationFrame(look);
    });
    document.addEventListener('focusin', note);
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['inert', 'disabled'],
    });
    return () => {
      document.removeEventListener('focusin', note);
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
}
