import { ChartColumn, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { Button } from '../../ui/button.tsx';
import { ListLink } from '../list-link.tsx';
import css from './chart.module.css';
import { CopyTable } from './copy-table.tsx';
import { Panel } from './panel.tsx';
import table from './table.module.css';
import { useFigures } from './use-figures.ts';

export type ChartRow = {
  key: string;
  /** On the axis. */
  short: string;
  /** Wherever there is room. */
  label: string;
  values: Readonly<Record<string, number>>;
  /** The list behind a value; what has none is not of services. */
  filters?: Readonly<Record<string, ServiceFilter>>;
};
/** What a chart draws and the table behind it says: the same rows. */
export type Charted = {
  title: string;
  /** What a row is of. */
  of: string;
  columns: readonly { key: string; label: string }[];
  rows: readonly ChartRow[];
};
export type ChartPanelProps = Charted & {
  about?: string;
  /** Above the chart, and above the table. */
  before?: ReactNode;
  children: ReactNode;
};

/** A chart, or its table; whoever hears the screen has both. */
export function ChartPanel({ about, before, children, ...charted }: ChartPanelProps) {
  const t = useTranslations('reports');
  const [asTable, setAsTable] = useState(false);
  const { title, of, columns, rows } = charted;
  return (
    <Panel
      title={title}
      {...(about !== undefined && { about })}
      actions={
        <>
          {asTable && (
            <CopyTable
              rows={() => [
                [of, ...columns.map(({ label }) => label)],
                ...rows.map(({ label, values }) => [
                  label,
                  ...columns.map(({ key }) => String(values[key] ?? 0)),
                ]),
              ]}
            />
          )}
          <Button
            size="small"
            icon={asTable ? <ChartColumn size={14} /> : <Table2 size={14} />}
            onClick={() => setAsTable(!asTable)}
          >
            {t(asTable ? 'asChart' : 'asTable')}
          </Button>
        </>
      }
    >
      {before}
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys.
        <section className={css.tableBox} tabIndex={0} aria-label={title}>
          <ChartTable {...charted} linked />
        </section>
      ) : (
        <>
          {children}
          <div className="out-of-sight">
            <ChartTable {...charted} />
          </div>
        </>
      )}
    </Panel>
  );
}

function ChartTable({ title, of, columns, rows, linked }: Charted & { linked?: boolean }) {
  const figures = useFigures();
  return (
    <table className={table.table} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {columns.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} data-row={row.key}>
            <th scope="row">{row.label}</th>
            {columns.map(({ key, label }) => {
              const value = row.values[key] ?? 0;
              const filter = row.filters?.[key];
              const text = figures.write('count', value);
              return (
                <td key={key}>
                  {linked && filter && value > 0 ? (
                    <ListLink filter={filter} label={`${label}, ${row.label}`}>
                      {text}
                    </ListLink>
                  ) : (
                    text
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
