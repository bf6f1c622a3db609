import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Overview } from '#shared/contract/overview.ts';
import { patienceOf } from '../../format/time.ts';
import { useStores, useTimes } from '../../shell/context.ts';
import { Chip } from '../../ui/badge.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { sessionTones } from '../../whatsapp/tones.ts';
import { ListLink, PlaceLink } from '../list-link.tsx';
import { filterOf } from '../reports/period.ts';
import { useFigures } from '../reports/use-figures.ts';
import css from './overview.module.css';

type Shown = { overview: Overview };

/** The figures of now and of today, each with its list, and how the number's session is. */
export function Now({ overview }: Shown) {
  const t = useTranslations('overview');
  const times = useTimes();
  const figures = useFigures();
  const { openNow, waitingNow, finishedToday, openedToday, evaluationToday, waiting } = overview;
  const days = filterOf(overview.today, overview.timeZone);
  const longest = waiting[0];
  const waited = longest ? Date.parse(overview.at) - Date.parse(longest.createdAt) : 0;
  const patience = patienceOf(waited);
  const count = (value: number) => figures.write('count', value);
  const { mean, asked, answered } = evaluationToday;
  return (
    <section className={css.tiles} aria-label={t('now')}>
      <Tile
        name="open"
        label={t('open')}
        value={
          <ListLink filter={{ state: 'open' }} label={t('open')}>
            {count(openNow)}
          </ListLink>
        }
      />
      <Tile
        name="waiting"
        label={t('waiting')}
        value={
          <ListLink filter={{ state: 'waiting' }} label={t('waiting')}>
            {count(waitingNow)}
          </ListLink>
        }
      >
        {longest && (
          <>
            {t('longest')}
            <Chip tone={patience === 'calm' ? 'plain' : patience}>{times.length(waited)}</Chip>
          </>
        )}
      </Tile>
      <Tile
        name="finished"
        label={t('finished')}
        value={
          <ListLink filter={{ by: 'finished', ...days }} label={t('finished')}>
            {count(finishedToday)}
          </ListLink>
        }
      >
        <ListLink filter={{ by: 'created', ...days }} label="">
          {t('opened', { count: count(openedToday) })}
        </ListLink>
      </Tile>
      <Tile
        name="evaluation"
        label={t('evaluation')}
        value={
          mean === null ? (
            figures.write('score', mean)
          ) : (
            <ListLink filter={{ by: 'finished', evaluated: true, ...days }} label={t('evaluation')}>
              {figures.write('score', mean)}
            </ListLink>
          )
        }
      >
        {asked === 0 ? (
          t('noEvaluation')
        ) : (
          <ListLink filter={{ by: 'finished', asked: true, ...days }} label="">
            {t('answered', { answered: count(answered), asked: count(asked) })}
          </ListLink>
        )}
      </Tile>
      <Whatsapp />
    </section>
  );
}

type TileProps = { name: string; label: string; value: ReactNode; children?: ReactNode };

function Tile({ name, label, value, children }: TileProps) {
  return (
    <div className={css.tile}>
      <span className={css.name}>{label}</span>
      <span className={css.value} data-figure={name}>
        {value}
      </span>
      {children && <span className={css.more}>{children}</span>}
    </div>
  );
}

function Whatsapp() {
  const t = useTranslations('overview');
  const states = useTranslations('whatsapp');
  const { whatsapp } = useStores();
  const session = useStore(whatsapp, (state) => state.session);
  useEffect(() => void whatsapp.load(), [whatsapp]);
  return (
    <div className={css.tile}>
      <span className={css.name}>{t('whatsapp')}</span>
      <span className={css.state}>
        <StatusDot tone={session ? sessionTones[session.state] : 'off'} />
        <PlaceLink section="whatsapp">{session ? states(session.state) : t('unknown')}</PlaceLink>
      </span>
    </div>
  );
}
