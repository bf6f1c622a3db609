import { memo, type ReactNode, useState } from 'react';
import css from './avatar.module.css';
import { classes } from './classes.ts';
import hues from './hues.module.css';
import { hueOf, initialsOf } from './initials.ts';

type Props = {
  name: string;
  id: string;
  size?: 'tiny' | 'small' | 'normal' | 'large' | undefined;
  /** In place of initials. */
  sign?: ReactNode;
  /** Where a picture is. Until it can be shown, and where it cannot, the initials are. */
  picture?: string | undefined;
  /** Another one: what could not be shown is tried again. */
  attempt?: string;
};

/** Initials on a colour that follows from the id: the same person, the same colour, everywhere. */
export const Avatar = memo(function Avatar({
  name,
  id,
  size = 'normal',
  sign,
  picture,
  attempt,
}: Props) {
  return (
    <span className={classes(css.avatar, css[size], hues[`hue${hueOf(id)}`])} aria-hidden="true">
      {sign ?? initialsOf(name)}
      {picture !== undefined && <Picture key={picture} address={picture} attempt={attempt} />}
    </span>
  );
});

function Picture({ address, attempt }: { address: string; attempt: string | undefined }) {
  const [state, setState] = useState<'coming' | 'shown' | 'broken'>('coming');
  const [tried, setTried] = useState(attempt);
  if (tried !== attempt) {
    setTried(attempt);
    if (state === 'broken') setState('coming');
  }
  if (state === 'broken') return null;
  return (
    <img
      className={classes(css.picture, state === 'shown' && css.shown)}
      src={address}
      alt=""
      draggable={false}
      decoding="sync"
      onLoad={() => setState('shown')}
      onError={() => setState('broken')}
    />
  );
}
