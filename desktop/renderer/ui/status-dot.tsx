import { classes } from './classes.ts';
import css from './status-dot.module.css';

export type DotTone = 'good' | 'warm' | 'hot' | 'off';

/** A state at a glance; the words stand beside it. */
export function StatusDot({ tone, busy = false }: { tone: DotTone; busy?: boolean }) {
  return <span className={classes(css.dot, css[tone], busy && css.busy)} aria-hidden="true" />;
}
