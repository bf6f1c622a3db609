import type { ReactNode } from 'react';
import css from './check-field.module.css';

type Props = {
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  /** Beside the words, at the end of the line. */
  note?: ReactNode;
  children: ReactNode;
};

/** Yes or no. */
export function CheckField({ checked, disabled, onChange, note, children }: Props) {
  return (
    <label className={css.field}>
      <input
        type="checkbox"
        className={css.box}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={css.words}>{children}</span>
      {note}
    </label>
  );
}
