import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { Choice } from '../../ui/choice.tsx';
import { classes } from '../../ui/classes.ts';
import { ListLink } from '../list-link.tsx';
import { CopyTable } from './copy-table.tsx';
import css from './heat-map.module.css';
import { type Cell, cellsOf, heatOf, moved } from './load.ts';
import { Panel } from './panel.tsx';
import type { Shown } from './shown.ts';
import { useFigures } from './use-figures.ts';

const counted = ['opened', 'inbound', 'outbound'] as const;
type Counted = (typeof counted)[number];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** When in the week what happens: a table whose cells are coloured by how much they hold. */
export function HeatMap({ report, days }: Shown) {
  const t = useTranslations('reports');
  const language = useLocale();
  const figures = useFigures();
  const [of, setOf] = useState<Counted>('opened');
  const [at, setAt] = useState<Cell>({ weekday: 1, hour: 9 });
  const grid = useRef<HTMLTableElement>(null);
  const week = useMemo(() => cellsOf(report.load, of), [report, of]);
  const most = Math.max(0, ...week.flat());
  const names = useMemo(() => weekdaysIn(language), [language]);
  function press(event: KeyboardEvent) {
    const next = moved(at, event.key);
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setAt(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.weekday} ${next.hour}"]`)?.focus();
  }
  const hourOf = (hour: number) => `${String(hour).padStart(2, '0')}h`;
  return (
    <Panel
      title={t('load')}
      about={t('loadAbout')}
      actions={
        <>
          <Choice
            label={t('loadOf')}
            value={of}
            choices={counted.map((one) => ({ value: one, label: t(one) }))}
            onChoose={setOf}
          />
          <CopyTable
            rows={() => [
              [t('weekday'), ...hours.map(hourOf)],
              ...week.map((cells, n) => [names[n] ?? '', ...cells.map(String)]),
            ]}
          />
        </>
      }
    >
      <div className={css.box}>
        <table ref={grid} className={css.grid} aria-label={t('load')} onKeyDown={press}>
          <thead>
            <tr>
              <th scope="col">
                <span className="out-of-sight">{t('weekday')}</span>
              </th>
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {week.map((cells, n) => (
              <tr key={names[n]}>
                <th scope="row">{names[n]}</th>
                {cells.map((count, hour) => (
                  <HeatCell
                    key={hours[hour]}
                    count={count}
                    text={figures.write('count', count)}
                    heat={heatOf(count, most)}
                    here={at.weekday === n + 1 && at.hour === hour}
                    place={`${n + 1} ${hour}`}
                    label={t('at', { weekday: names[n] ?? '', hour: hourOf(hour) })}
                    filter={
                      of === 'opened' && count > 0
                        ? { by: 'created', weekday: n + 1, hour, ...days }
                        : null
                    }
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

type HeatCellProps = {
  count: number;
  text: string;
  heat: ReturnType<typeof heatOf>;
  here: boolean;
  place: string;
  label: string;
  filter: ServiceFilter | null;
};

function HeatCell({ count, text, heat, here, place, label, filter }: HeatCellProps) {
  const tab = here ? 0 : -1;
  return (
    <td className={classes(css.cell, css[`heat${heat}`])} title={label}>
      {filter ? (
        <ListLink filter={filter} label={label} tabIndex={tab} cell={place}>
          {text}
        </ListLink>
      ) : (
        <span tabIndex={tab} data-cell={place} className={classes(count === 0 && css.none)}>
          {text}
        </span>
      )}
    </td>
  );
}

/** Monday first, as the days of a report are counted. */
function weekdaysIn(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  // The fifth of January 2026 is a Monday.
  return Array.from({ length: 7 }, (_, n) =>
    format.format(Date.UTC(2026, 0, 5 + n)).replace('.', ''),
  );
}
