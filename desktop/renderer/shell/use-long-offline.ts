import { useEffect, useState } from 'react';
import { useOpening } from './context.ts';

/** Milliseconds in which a connection that only blinked is back: a changed role makes it do so. */
const blink = 2_000;

/**
 * True where a screen that can do nothing offline is to say so; what was typed or shown there once
 * is not taken away for a blink.
 */
export function useLongOffline(): boolean {
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  const [long, setLong] = useState(offline);
  useEffect(() => {
    if (!offline) return setLong(false);
    const timer = setTimeout(() => setLong(true), blink);
    return () => clearTimeout(timer);
  }, [offline]);
  return offline && long;
}
