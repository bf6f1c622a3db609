import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CheckField } from '../../ui/check-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { minutesOf } from './draft.ts';
import css from './parts.module.css';

type Props = {
  /** What is switched on. */
  label: string;
  hint: string;
  /** What the minutes are. */
  field: string;
  /** Null: off; NaN: what is typed is no number. */
  value: number | null;
  /** Offered to whoever switches it on. */
  usual: number;
  error?: string | undefined;
  disabled?: boolean;
  /** No minutes: nothing is reckoned in hours. */
  plain?: boolean;
  onChange: (value: number | null) => void;
  children?: React.ReactNode;
};

/** A time in minutes, or never. */
export function MinutesField(props: Props) {
  const { label, hint, field, value, usual, error, disabled, plain, onChange, children } = props;
  const t = useTranslations('settingForm');
  const [typed, setTyped] = useState(String(value ?? usual));
  const shown = value === null || Object.is(minutesOf(typed), value) ? typed : String(value);
  return (
    <div className={css.block}>
      <CheckField
        checked={value !== null}
        hint={hint}
        {...(disabled !== undefined && { disabled })}
        onChange={(on) => {
          const minutes = Number.isNaN(minutesOf(typed)) ? usual : minutesOf(typed);
          setTyped(String(minutes));
          onChange(on ? minutes : null);
        }}
      >
        {label}
      </CheckField>
      {value !== null && (
        <div className={css.under}>
          <TextField
            className={css.medium}
            label={field}
            inputMode="numeric"
            autoComplete="off"
            value={shown}
            disabled={disabled}
            hint={value > 90 && !plain ? t('inHours', longTime(value)) : undefined}
            error={error}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(minutesOf(event.target.value));
            }}
          />
          {children}
        </div>
      )}
    </div>
  );
}

const longTime = (minutes: number) => ({
  days: Math.floor(minutes / 1_440),
  hours: Math.floor((minutes % 1_440) / 60),
  minutes: minutes % 60,
});
