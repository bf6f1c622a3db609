import { memo } from 'react';
import css from './avatar.module.css';
import { classes } from './classes.ts';
import { hueOf, initialsOf } from './initials.ts';

type Props = { name: string; id: string; size?: 'small' | 'normal' | 'large' };

/** Initials on a colour that follows from the id: the same person, the same colour, everywhere. */
export const Avatar = memo(function Avatar({ name, id, size = 'normal' }: Props) {
  return (
    <span className={classes(css.avatar, css[size], css[`hue${hueOf(id)}`])} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
});
