import { useEffect } from 'react';

/** Between an answer and the next question. */
const pause = 5_000;

/** Asks again and again, while the window is looked at; at once when it comes to be. */
export function useLive({ busy, again }: { busy: boolean; again: () => void }): void {
  useEffect(() => {
    if (busy) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') again();
    }, pause);
    const look = () => {
      if (document.visibilityState === 'visible') again();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [busy, again]);
}
