import { Star } from 'lucide-react';
import { classes } from './classes.ts';
import css from './stars.module.css';

/** A score from 1 to 5; `label` says it in words. */
export function Stars({
  score,
  label,
  size = 13,
}: {
  score: number;
  label: string;
  size?: number;
}) {
  return (
    <span className={css.stars} role="img" aria-label={label} title={label}>
      {[1, 2, 3, 4, 5].map((nth) => (
        <Star key={nth} size={size} className={classes(nth <= score ? css.full : css.hollow)} />
      ))}
    </span>
  );
}
