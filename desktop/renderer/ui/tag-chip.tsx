import { X } from 'lucide-react';
import { classes } from './classes.ts';
import hues from './hues.module.css';
import css from './tag-chip.module.css';

type Props = {
  name: string;
  /** One of the eight hues. */
  hue: number;
  small?: boolean;
  /** With it the tag can be taken off. */
  off?: { label: string; run: () => void } | undefined;
};

/** A word stuck on something. */
export function TagChip({ name, hue, small, off }: Props) {
  return (
    <span className={classes(css.tag, small && css.small, hues[`hue${hue}`])}>
      <bdi className={css.name} title={name}>
        {name}
      </bdi>
      {off && (
        <button type="button" className={css.off} aria-label={off.label} onClick={off.run}>
          <X size={11} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

export function TagDot({ hue }: { hue: number }) {
  return <span className={classes(css.dot, hues[`hue${hue}`])} aria-hidden="true" />;
}
