import { type ReactNode, useId } from 'react';
import { Switch } from '../ui/switch.tsx';
import css from './settings.module.css';

type Props = { label: string; text?: string | undefined; children: ReactNode };

/** What can be chosen, in words, and beside it what chooses. */
export function Row({ label, text, children }: Props) {
  return (
    <div className={css.row}>
      <div className={css.words}>
        <p className={css.label}>{label}</p>
        {text && <p className={css.text}>{text}</p>}
      </div>
      <div className={css.control}>{children}</div>
    </div>
  );
}

type SwitchProps = { label: string; text?: string; on: boolean; onChange: (on: boolean) => void };

export function SwitchRow({ label, text, on, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={css.row}>
      <div className={css.words}>
        <p className={css.label}>{label}</p>
        {text && (
          <p id={id} className={css.text}>
            {text}
          </p>
        )}
      </div>
      <Switch label={label} describedBy={text ? id : undefined} on={on} onChange={onChange} />
    </div>
  );
}
