import { ChevronDown } from 'lucide-react';
import css from './choice.module.css';

type Props<V extends string> = {
  label: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  onChoose: (value: V) => void;
};

/** One of a few, in the system's own list: its keys are known to everybody. */
export function Choice<V extends string>({ label, value, choices, onChoose }: Props<V>) {
  return (
    <span className={css.box}>
      <select
        className={css.select}
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronDown className={css.arrow} size={14} aria-hidden="true" />
    </span>
  );
}
