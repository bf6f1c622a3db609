import { useTranslations } from 'use-intl';
import { ListLink } from '../list-link.tsx';
import { Change } from './change.tsx';
import css from './chart.module.css';
import type { Shown } from './shown.ts';
import { useFigures } from './use-figures.ts';

/** What contacts gave, and how many of those who were asked. */
export function EvaluationFacts({ report, days }: Shown) {
  const t = useTranslations('reports');
  const figures = useFigures();
  const { mean, asked, answered, responseRate } = report.evaluation;
  const before = report.before?.evaluation;
  return (
    <dl className={css.facts}>
      <div className={css.fact} data-figure="meanScore">
        <dt>{t('meanScore')}</dt>
        <dd>
          <span className={css.big}>
            {mean === null ? (
              figures.write('score', mean)
            ) : (
              <ListLink
                filter={{ by: 'finished', evaluated: true, ...days }}
                label={t('meanScore')}
              >
                {figures.write('score', mean)}
              </ListLink>
            )}
          </span>
          {before && <Change measure="score" now={mean} before={before.mean} />}
        </dd>
      </div>
      <div className={css.fact} data-figure="responseRate">
        <dt>{t('responseRate')}</dt>
        <dd>
          <span className={css.big}>
            {answered === 0 ? (
              figures.write('rate', responseRate)
            ) : (
              <ListLink
                filter={{ by: 'finished', evaluated: true, ...days }}
                label={t('responseRate')}
              >
                {figures.write('rate', responseRate)}
              </ListLink>
            )}
          </span>
          {asked > 0 && (
            <span>
              <ListLink filter={{ by: 'finished', asked: true, ...days }} label={t('evaluation')}>
                {t('rateOf', {
                  answered: figures.write('count', answered),
                  asked: figures.write('count', asked),
                })}
              </ListLink>
            </span>
          )}
          {before && <Change measure="rate" now={responseRate} before={before.responseRate} />}
        </dd>
      </div>
    </dl>
  );
}
