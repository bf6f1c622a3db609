import { useTranslations } from 'use-intl';
import type { Colleague } from '#shared/contract/user.ts';
import { Avatar } from '../ui/avatar.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import css from './person.module.css';

type Props = { colleague: Colleague };

/** A colleague's face with whether they are there; who is away is said to be so in words. */
export function PersonFace({ colleague }: Props) {
  const online = colleague.availability === 'online';
  return (
    <span className={css.face}>
      <Avatar name={colleague.name} id={colleague.id} size="small" />
      <span className={css.dot}>
        <StatusDot tone={online ? 'good' : 'off'} />
      </span>
    </span>
  );
}

export function PersonName({ colleague }: { colleague: Colleague }) {
  const t = useTranslations('teams');
  return (
    <span className={css.name}>
      <bdi>{colleague.name}</bdi>
      {colleague.availability !== 'online' && <span className={css.away}>{t('isAway')}</span>}
    </span>
  );
}
