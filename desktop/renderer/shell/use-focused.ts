import { useSyncExternalStore } from 'react';

function subscribe(changed: () => void): () => void {
  const events = ['focus', 'blur'] as const;
  for (const event of events) window.addEventListener(event, changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    for (const event of events) window.removeEventListener(event, changed);
    document.removeEventListener('visibilitychange', changed);
  };
}

/** True while a person looks at this window. */
export const useFocused = (): boolean =>
  useSyncExternalStore(subscribe, () => document.hasFocus() && !document.hidden);
