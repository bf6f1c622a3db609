import type { ReactNode } from 'react';
import css from './badge.module.css';
import { classes } from './classes.ts';

/** A count. `label` says in words what is counted. */
export function Badge({ count, label, quiet }: { count: number; label?: string; quiet?: boolean }) {
  return (
    <span className={classes(css.badge, quiet && css.calm)}>
      <span aria-hidden={label === undefined ? undefined : true}>
        {count > 999 ? '999+' : count}
      </span>
      {label !== undefined && <span className="out-of-sight">{label}</span>}
    </span>
  );
}

type Tone = 'plain' | 'accent' | 'good' | 'warm' | 'hot';

/** A fact in a word or two. */
export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes(css.chip, css[tone])}>
      <span className={css.fact}>{children}</span>
    </span>
  );
}
