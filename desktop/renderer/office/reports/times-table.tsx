import { useTranslations } from 'use-intl';
import type { ServicesReport } from '#shared/contract/report.ts';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { Choice } from '../../ui/choice.tsx';
import { ListLink } from '../list-link.tsx';
import { Change } from './change.tsx';
import { Definition } from './definition.tsx';
import { Panel } from './panel.tsx';
import type { Shown } from './shown.ts';
import css from './table.module.css';
import { useFigures } from './use-figures.ts';

/** Which services have each of the times. */
export const timed: Readonly<Record<'waiting' | 'firstAnswer' | 'duration', ServiceFilter>> = {
  waiting: { by: 'started' },
  firstAnswer: { by: 'answered' },
  duration: { by: 'finished', started: true },
};
const names = ['waiting', 'firstAnswer', 'duration'] as const;
const shares = ['mean', 'median', 'ninetieth'] as const;

type Props = Shown & { onHours: (hours: ServicesReport['hours']) => void };

/** How long contacts waited and services took: the mean, and what it hides. */
export function TimesTable({ report, days, onHours }: Props) {
  const t = useTranslations('reports');
  const figures = useFigures();
  return (
    <Panel
      title={t('times')}
      {...(report.hours === 'business' && { note: t('hoursNote') })}
      actions={
        report.businessHours && (
          <Choice
            label={t('hours')}
            value={report.hours}
            choices={(['all', 'business'] as const).map((value) => ({
              value,
              label: t(`hoursOf.${value}`),
            }))}
            onChoose={onHours}
          />
        )
      }
    >
      <div className={css.box}>
        <table className={css.table} aria-label={t('times')}>
          <thead>
            <tr>
              <th scope="col">{t('figure')}</th>
              <th scope="col">{t('count')}</th>
              <th scope="col">{t('mean')}</th>
              <th scope="col" title={t('medianAbout')}>
                {t('median')}
              </th>
              <th scope="col" title={t('ninetiethAbout')}>
                {t('ninetieth')}
              </th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const of = report[name];
              const filter = { ...timed[name], ...days };
              return (
                <tr key={name} data-row={name}>
                  <th scope="row">
                    {t(name)} <Definition figure={t(name)}>{t(`${name}About`)}</Definition>
                  </th>
                  <td>
                    <ListLink filter={filter} label={t(name)}>
                      {figures.write('count', of.count)}
                    </ListLink>
                  </td>
                  {shares.map((share) => (
                    <td key={share}>
                      {of.count === 0 ? (
                        figures.write('seconds', null)
                      ) : (
                        <ListLink filter={filter} label={t(name)} tabIndex={-1}>
                          {figures.write('seconds', of[share])}
                        </ListLink>
                      )}
                      {report.before && (
                        <span className={css.below}>
                          <Change
                            measure="seconds"
                            now={of[share]}
                            before={report.before[name][share]}
                          />
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
