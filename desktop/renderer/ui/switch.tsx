import { Switch as Base } from '@base-ui/react/switch';
import css from './switch.module.css';

type Props = {
  label: string;
  /** The id of what says more. */
  describedBy?: string | undefined;
  on: boolean;
  onChange: (on: boolean) => void;
};

/** On or off, at once: there is nothing to save. */
export function Switch({ label, describedBy, on, onChange }: Props) {
  return (
    <Base.Root
      className={css.track}
      checked={on}
      onCheckedChange={onChange}
      aria-label={label}
      aria-describedby={describedBy}
    >
      <Base.Thumb className={css.thumb} />
    </Base.Root>
  );
}
