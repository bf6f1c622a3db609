import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './progress-ring.module.css';

type Props = {
  /** A part of 1; null: nobody knows. */ part: number | null;
  label: string;
  children?: ReactNode;
};

/** How far something is, around the button that ends it. */
export function ProgressRing({ part, label, children }: Props) {
  const percent = part === null ? undefined : Math.round(part * 100);
  return (
    <span
      className={css.ring}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <svg
        viewBox="0 0 40 40"
        className={classes(css.drawing, part === null && css.turning)}
        aria-hidden="true"
      >
        <circle cx="20" cy="20" r="17" className={css.track} />
        <circle
          cx="20"
          cy="20"
          r="17"
          pathLength={100}
          strokeDasharray={`${percent ?? 25} 100`}
          className={css.done}
        />
      </svg>
      {children}
    </span>
  );
}
