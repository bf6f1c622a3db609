import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { Overview } from '#shared/contract/overview.ts';
import { useOpening } from '../../shell/context.ts';
import { PersonFace, PersonName } from '../../teams/person.tsx';
import { isOnline } from '../../transfer/receivers.ts';
import { classes } from '../../ui/classes.ts';
import { ListLink } from '../list-link.tsx';
import { crewOf, type Member } from './crew.ts';
import css from './overview.module.css';

/** Everybody with what they hold against what they are given. */
export function Crew({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const language = useLocale();
  const colleagues = useOpening((state) => state.colleagues);
  const crew = useMemo(
    () => crewOf(colleagues.values(), overview.held, language),
    [colleagues, overview.held, language],
  );
  const online = crew.filter(({ colleague }) => isOnline(colleague)).length;
  return (
    <section className={css.column} aria-label={t('people')}>
      <h2 className={css.heading}>
        {t('people')}{' '}
        <span className={css.soft}>{t('online', { online, away: crew.length - online })}</span>
      </h2>
      <ul className={css.list}>
        {crew.map((member) => (
          <Person key={member.colleague.id} member={member} />
        ))}
      </ul>
    </section>
  );
}

function Person({ member: { colleague, held, load, full } }: { member: Member }) {
  const t = useTranslations('overview');
  const { id, name, capacity, active } = colleague;
  const words =
    capacity === undefined ? t('holds', { count: held }) : t('holdsOf', { count: held, capacity });
  return (
    <li className={css.row} data-row={name}>
      <PersonFace colleague={colleague} />
      {active ? (
        <PersonName colleague={colleague} />
      ) : (
        <span className={css.person}>
          <bdi className={css.left}>{name}</bdi>
          <span className={css.soft}>{t('formerly')}</span>
        </span>
      )}
      {load !== null && (
        <meter className={css.meter} value={load} aria-hidden="true" title={words} />
      )}
      <span className={classes(css.load, full && held > 0 && css.full)}>
        {held === 0 ? (
          words
        ) : (
          <ListLink filter={{ state: 'open', attendantId: id }} label={t('listOf', { name })}>
            {words}
          </ListLink>
        )}
        {full && held > 0 && ` · ${t('full')}`}
      </span>
    </li>
  );
}
