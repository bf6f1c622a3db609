import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { AttendantFigures, ReportTotals } from '#shared/contract/report.ts';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { classes } from '../../ui/classes.ts';
import { ListLink } from '../list-link.tsx';
import { CopyTable } from './copy-table.tsx';
import type { Measure } from './figures.ts';
import { Panel } from './panel.tsx';
import type { Shown } from './shown.ts';
import { type Sorting, type SortKey, sorted, sortedNext } from './sorting.ts';
import css from './table.module.css';
import { timed } from './times-table.tsx';
import { useFigures } from './use-figures.ts';

type Row = Pick<
  AttendantFigures,
  'finished' | 'open' | 'waiting' | 'firstAnswer' | 'duration' | 'evaluation'
>;
type Column = {
  key: Exclude<SortKey, 'name'>;
  label:
    | 'finished'
    | 'open'
    | 'waiting'
    | 'firstAnswer'
    | 'duration'
    | 'meanScore'
    | 'responseRate';
  measure: Measure;
  value: (row: Row) => number | null;
  filter: ServiceFilter;
};
const columns: readonly Column[] = [
  {
    ...{ key: 'finished', label: 'finished', measure: 'count', filter: { by: 'finished' } },
    value: (row) => row.finished,
  },
  {
    ...{ key: 'open', label: 'open', measure: 'count', filter: { by: 'open' } },
    value: (row) => row.open,
  },
  ...(['waiting', 'firstAnswer', 'duration'] as const).map(
    (key): Column => ({
      ...{ key, label: key, measure: 'seconds', filter: timed[key] },
      value: (row) => row[key].mean,
    }),
  ),
  {
    ...{ key: 'evaluation', label: 'meanScore', measure: 'score' },
    filter: { by: 'finished', evaluated: true },
    value: (row) => row.evaluation.mean,
  },
  {
    ...{ key: 'responseRate', label: 'responseRate', measure: 'rate' },
    filter: { by: 'finished', asked: true },
    value: (row) => row.evaluation.responseRate,
  },
];

/** Everybody who has a figure in the period, and nobody, who has some, too. */
export function AttendantsTable({ report, days }: Shown) {
  const t = useTranslations('reports');
  const language = useLocale();
  const [sorting, setSorting] = useState<Sorting>({ key: 'finished', descending: true });
  const rows = useMemo(
    () => sorted(report.perAttendant, sorting, language),
    [report, sorting, language],
  );
  const head = (key: SortKey, label: string) => (
    <Head key={key} label={label} sorting={sorting} of={key} onSort={setSorting} />
  );
  const figures = useFigures();
  const cells = (row: Row) =>
    columns.map(({ measure, value }) => figures.write(measure, value(row)));
  const nameOf = ({ attendant }: AttendantFigures) => attendant?.name ?? t('nobody');
  return (
    <Panel
      title={t('attendants')}
      about={t('attendantsAbout')}
      note={[
        report.openHeldBySeveral && t('heldBySeveral', { open: t('open') }),
        report.hours === 'business' && t('hoursNote'),
      ]
        .filter(Boolean)
        .join(' ')}
      actions={
        <CopyTable
          rows={() => [
            [t('attendant'), ...columns.map(({ label }) => t(label))],
            ...rows.map((row) => [nameOf(row), ...cells(row)]),
            [t('total'), ...cells(report)],
          ]}
        />
      }
    >
      <div className={css.box}>
        <table className={css.table} aria-label={t('attendants')}>
          <thead>
            <tr>
              {head('name', t('attendant'))}
              {columns.map(({ key, label }) => head(key, t(label)))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.attendant?.id ?? 'nobody'} data-row={row.attendant?.name ?? 'nobody'}>
                <th scope="row" title={nameOf(row)} className={classes(!row.attendant && css.soft)}>
                  <bdi>{nameOf(row)}</bdi>
                </th>
                <Cells
                  row={row}
                  filter={{ ...days, attendantId: row.attendant?.id ?? 'nobody' }}
                  label={nameOf(row)}
                />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr data-row="total">
              <th scope="row">{t('total')}</th>
              <Cells row={report} filter={days} label={t('total')} />
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

type CellsProps = { row: Row | ReportTotals; filter: ServiceFilter; label: string };

function Cells({ row, filter, label }: CellsProps) {
  const t = useTranslations('reports');
  const figures = useFigures();
  return columns.map((column) => {
    const value = column.value(row);
    const text = figures.write(column.measure, value);
    return (
      <td key={column.key} data-figure={column.key}>
        {value === null || value === 0 ? (
          <span className={css.soft}>{text}</span>
        ) : (
          <ListLink filter={{ ...column.filter, ...filter }} label={`${t(column.label)}, ${label}`}>
            {text}
          </ListLink>
        )}
      </td>
    );
  });
}

type HeadProps = {
  label: string;
  of: SortKey;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
};

function Head({ label, of, sorting, onSort }: HeadProps): ReactNode {
  const mine = sorting.key === of;
  const Arrow = sorting.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={mine ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={css.sort} onClick={() => onSort(sortedNext(sorting, of))}>
        {label}
        <Arrow size={12} className={classes(!mine && css.idle)} aria-hidden="true" />
      </button>
    </th>
  );
}
