import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

type Props = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  /** What it does, in words: its name, and the tooltip. */
  label: string;
  keys?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
};

export function IconButton({ label, keys, side = 'bottom', className, ...rest }: Props) {
  return (
    <Tooltip text={label} keys={keys} side={side}>
      <button
        type="button"
        aria-label={label}
        className={classes(css.button, className)}
        {...rest}
      />
    </Tooltip>
  );
}
