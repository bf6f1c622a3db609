import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { useTranslations } from 'use-intl';
import { useStores } from '../../shell/context.ts';
import { classes } from '../../ui/classes.ts';
import { servicesPlace } from '../list-link.tsx';
import css from './chart.module.css';
import { type Charted, ChartPanel, type ChartPanelProps, type ChartRow } from './chart-panel.tsx';
import { useFigures } from './use-figures.ts';

/** Up to so many, bars say it better: a single day is no line. */
const mostBars = 45;
const looks = [
  { colour: 'var(--chart-a)', dash: '0' },
  { colour: 'var(--chart-b)', dash: '6 3' },
] as const;

type Props = Omit<ChartPanelProps, 'children'>;

/** Two counts along time. A press on a moment opens the list of the first of them. */
export function TimeChart({ about, before, ...charted }: Props) {
  const t = useTranslations('reports');
  const { places } = useStores();
  const figures = useFigures();
  const { title, columns, rows } = charted;
  const few = rows.length <= mostBars;
  const first = columns[0]?.key ?? '';
  const opens = rows.some(({ filters }) => filters?.[first]);
  function open(index: number) {
    const filter = rows[index]?.filters?.[first];
    if (!filter) return;
    const { section, query } = servicesPlace(filter);
    places.go(section, query);
  }
  return (
    <ChartPanel {...charted} {...(about !== undefined && { about })} before={before}>
      <Legend columns={columns} few={few} />
      <div className={classes(css.chart, css.tall, opens && css.opens)}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={[...rows]}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            aria-label={t('chart', { title })}
            onClick={({ activeTooltipIndex }) => open(Number(activeTooltipIndex ?? -1))}
          >
            <CartesianGrid vertical={false} stroke="var(--line-faint)" />
            <XAxis
              dataKey="short"
              tickLine={false}
              axisLine={{ stroke: 'var(--line-clear)' }}
              minTickGap={18}
              fontSize={11}
            />
            <YAxis
              width={44}
              tickLine={false}
              axisLine={false}
              allowDecimals={false}
              tickFormatter={(value: number) => figures.write('count', value)}
              fontSize={11}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--hover)', stroke: 'var(--line-field)' }}
              content={(tip) => <Tip tip={tip} columns={columns} />}
            />
            {columns.map(({ key }, n) => {
              const { colour, dash } = looks[n] ?? looks[0];
              const value = (row: ChartRow) => row.values[key] ?? 0;
              return few ? (
                <Bar
                  key={key}
                  dataKey={value}
                  fill={n === 0 ? colour : 'var(--surface)'}
                  stroke={colour}
                  strokeWidth={1.5}
                  radius={[2, 2, 0, 0]}
                  maxBarSize={18}
                  isAnimationActive={false}
                />
              ) : (
                <Line
                  key={key}
                  dataKey={value}
                  stroke={colour}
                  strokeDasharray={dash}
                  strokeWidth={1.75}
                  dot={false}
                  isAnimationActive={false}
                />
              );
            })}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </ChartPanel>
  );
}

/** Each is told by its shape, too: filled and hollow, whole and broken. */
function Legend({ columns, few }: Pick<Charted, 'columns'> & { few: boolean }) {
  return (
    <ul className={css.legend} aria-hidden="true">
      {columns.map(({ key, label }, n) => {
        const { colour, dash } = looks[n] ?? looks[0];
        return (
          <li key={key}>
            <svg width="22" height="12" aria-hidden="true">
              {few ? (
                <rect
                  x="5"
                  y="1"
                  width="11"
                  height="10"
                  rx="2"
                  fill={n === 0 ? colour : 'none'}
                  stroke={colour}
                  strokeWidth="1.5"
                />
              ) : (
                <path d="M0 6h22" stroke={colour} strokeWidth="2" strokeDasharray={dash} />
              )}
            </svg>
            {label}
          </li>
        );
      })}
    </ul>
  );
}

type TipProps = { tip: TooltipContentProps; columns: Charted['columns'] };

export function Tip({ tip, columns }: TipProps) {
  const figures = useFigures();
  const row = tip.payload[0]?.payload as ChartRow | undefined;
  if (!tip.active || !row) return null;
  return (
    <div className={css.tip}>
      <p>{row.label}</p>
      {columns.map(({ key, label }) => (
        <p key={key}>
          {label}: {figures.write('count', row.values[key] ?? 0)}
        </p>
      ))}
    </div>
  );
}
