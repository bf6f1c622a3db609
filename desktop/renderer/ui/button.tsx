import type { ComponentProps, ReactNode } from 'react';
import css from './button.module.css';
import { classes } from './classes.ts';
import { Spinner } from './spinner.tsx';

type Props = ComponentProps<'button'> & {
  kind?: 'primary' | 'quiet' | 'plain' | 'danger';
  size?: 'normal' | 'small' | 'large';
  icon?: ReactNode;
  /** Keeps its size and its words; a second press does nothing. */
  busy?: boolean;
};

export function Button({
  kind = 'quiet',
  size = 'normal',
  icon,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      className={classes(css.button, css[kind], css[size], className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}
