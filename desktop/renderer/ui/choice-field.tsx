import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import css from './choice-field.module.css';
import { classes } from './classes.ts';

type Props<V extends string> = {
  label: string;
  /** The label is for screen readers only: the place says what it is. */
  bare?: boolean;
  hint?: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  disabled?: boolean;
  onChoose: (value: V) => void;
};

/** One of a few, by the system's own list. */
export function ChoiceField<V extends string>(props: Props<V>) {
  const { label, bare, hint, value, choices, disabled, onChoose } = props;
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id} className={bare ? 'out-of-sight' : css.label}>
        {label}
      </label>
      <span className={css.box}>
        <select
          id={id}
          className={css.select}
          value={value}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => onChoose(event.target.value as V)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown size={14} className={classes(css.arrow)} aria-hidden="true" />
      </span>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
