import { useSyncExternalStore } from 'react';
import { lengthOf } from '../media/waveform.ts';
import css from './call-bars.module.css';

const second = 1_000;
const everySecond = (changed: () => void): (() => void) => {
  const timer = setInterval(changed, second);
  return () => clearInterval(timer);
};

/** How long two have spoken: so far, or in all. */
export function Spoken(props: { since: number } | { seconds: number }) {
  const now = useSyncExternalStore(everySecond, () => Math.floor(Date.now() / second));
  const seconds = 'seconds' in props ? props.seconds : now - Math.floor(props.since / second);
  return (
    <span className={css.time} role="timer" aria-live="off">
      {lengthOf(seconds)}
    </span>
  );
}
