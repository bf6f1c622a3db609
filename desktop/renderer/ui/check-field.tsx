import { type ReactNode, useId } from 'react';
import css from './check-field.module.css';

type Props = {
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  /** Beside the words, at the end of the line. */
  note?: ReactNode;
  /** What it means, below. */
  hint?: string;
  children: ReactNode;
};

/** Yes or no. */
export function CheckField({ checked, disabled, onChange, note, hint, children }: Props) {
  const id = useId();
  const field = (
    <label className={css.field}>
      <input
        type="checkbox"
        className={css.box}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : id}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={css.words}>{children}</span>
      {note}
    </label>
  );
  if (hint === undefined) return field;
  return (
    <div>
      {field}
      <p id={id} className={css.hint}>
        {hint}
      </p>
    </div>
  );
}
