import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import css from './text-field.module.css';

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  /** The label is for screen readers only: the place says what it is. */
  bare?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
  icon?: ReactNode;
  trailing?: ReactNode;
};

export function TextField({ label, bare, hint, error, icon, trailing, className, ...rest }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={classes(css.field, className)}>
      <label htmlFor={id} className={bare ? 'out-of-sight' : css.label}>
        {label}
      </label>
      <div className={classes(css.box, bare && css.filled, error !== undefined && css.wrong)}>
        {icon && (
          <span className={css.icon} aria-hidden="true">
            {icon}
          </span>
        )}
        <input
          {...rest}
          id={id}
          className={css.input}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
        />
        {trailing}
      </div>
      {note !== undefined && (
        <p id={`${id}-note`} className={error === undefined ? css.hint : css.error}>
          {note}
        </p>
      )}
    </div>
  );
}
