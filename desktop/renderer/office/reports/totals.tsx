import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { classes } from '../../ui/classes.ts';
import { ListLink } from '../list-link.tsx';
import { Change } from './change.tsx';
import { Definition } from './definition.tsx';
import css from './figures.module.css';
import type { Shown } from './shown.ts';
import { useFigures } from './use-figures.ts';

const ofPeriod = [
  ['finished', 'finished'],
  ['open', 'open'],
  ['opened', 'created'],
] as const;
const ofNow = [
  ['openNow', 'open'],
  ['waitingNow', 'waiting'],
] as const;

/** What the period counted, and apart from it what there is now. */
export function Totals({ report, days }: Shown) {
  const t = useTranslations('reports');
  return (
    <div className={css.tiles}>
      <section className={css.group} aria-label={t('inPeriod')}>
        <h2 className={css.heading}>{t('inPeriod')}</h2>
        <div className={css.row}>
          {ofPeriod.map(([name, by]) => (
            <Tile key={name} name={name} value={report[name]} filter={{ by, ...days }}>
              {report.before && (
                <Change measure="count" now={report[name]} before={report.before[name]} />
              )}
            </Tile>
          ))}
        </div>
      </section>
      <section className={classes(css.group, css.now)} aria-label={t('now')}>
        <h2 className={css.heading}>{t('now')}</h2>
        <div className={css.row}>
          {ofNow.map(([name, state]) => (
            <Tile key={name} name={name} value={report[name]} filter={{ state }} />
          ))}
        </div>
      </section>
    </div>
  );
}

type TileProps = {
  name: (typeof ofPeriod)[number][0] | (typeof ofNow)[number][0];
  value: number;
  filter: ServiceFilter;
  children?: ReactNode;
};

function Tile({ name, value, filter, children }: TileProps) {
  const t = useTranslations('reports');
  const figures = useFigures();
  return (
    <div className={css.tile}>
      <span className={css.name}>
        {t(name)}
        <Definition figure={t(name)}>{t(`${name}About`)}</Definition>
      </span>
      <span className={css.value} data-figure={name}>
        <ListLink filter={filter} label={t(name)}>
          {figures.write('count', value)}
        </ListLink>
      </span>
      {children}
    </div>
  );
}
