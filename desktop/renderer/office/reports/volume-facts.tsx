import { useTranslations } from 'use-intl';
import { Change } from './change.tsx';
import css from './chart.module.css';
import type { Shown } from './shown.ts';
import { useFigures } from './use-figures.ts';

/** Messages in and out: they open no list. */
export function VolumeFacts({ report }: Pick<Shown, 'report'>) {
  const t = useTranslations('reports');
  const figures = useFigures();
  return (
    <dl className={css.facts}>
      {(['inbound', 'outbound'] as const).map((way) => (
        <div key={way} className={css.fact} data-figure={way}>
          <dt>{t(way)}</dt>
          <dd>
            <span className={css.big}>{figures.write('count', report.volume[way])}</span>
            {report.before && (
              <Change measure="count" now={report.volume[way]} before={report.before.volume[way]} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
