import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './pick-row.module.css';

type Props = {
  name: string;
  chosen: boolean;
  onChoose: () => void;
  /** Said of it at the end of the line. */
  children?: ReactNode;
};

/** One of a list beside which the chosen one is shown. */
export function PickRow({ name, chosen, onChoose, children }: Props) {
  return (
    <button
      type="button"
      className={classes(css.row, chosen && css.chosen)}
      aria-current={chosen || undefined}
      onClick={onChoose}
    >
      <bdi className={css.name}>{name}</bdi>
      {children}
    </button>
  );
}
