import type { ReactNode } from 'react';
import css from './banner.module.css';
import { classes } from './classes.ts';

type Props = { tone: 'accent' | 'warm'; icon: ReactNode; children: ReactNode; action?: ReactNode };

/** Something that holds for the whole screen and stops nobody. */
export function Banner({ tone, icon, children, action }: Props) {
  return (
    <div className={classes(css.banner, css[tone])} role="status">
      <span className={css.icon}>{icon}</span>
      <p className={css.words}>{children}</p>
      {action}
    </div>
  );
}
