import { Bar, BarChart, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useTranslations } from 'use-intl';
import { useStores } from '../../shell/context.ts';
import { classes } from '../../ui/classes.ts';
import { servicesPlace } from '../list-link.tsx';
import css from './chart.module.css';
import { ChartPanel, type ChartPanelProps, type ChartRow } from './chart-panel.tsx';
import { Tip } from './time-chart.tsx';
import { useFigures } from './use-figures.ts';

type Props = Omit<ChartPanelProps, 'children'>;

/** How many of each of a few: bars that lie, with their names before and their counts behind them. */
export function ShareChart({ about, before, ...charted }: Props) {
  const t = useTranslations('reports');
  const { places } = useStores();
  const figures = useFigures();
  const { title, columns, rows } = charted;
  const key = columns[0]?.key ?? '';
  const value = (row: ChartRow) => row.values[key] ?? 0;
  function open(index: number) {
    const filter = rows[index]?.filters?.[key];
    if (!filter) return;
    const { section, query } = servicesPlace(filter);
    places.go(section, query);
  }
  return (
    <ChartPanel {...charted} {...(about !== undefined && { about })} before={before}>
      <div className={classes(css.chart, css.small, css.opens)}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            layout="vertical"
            data={[...rows]}
            margin={{ top: 0, right: 48, bottom: 0, left: 0 }}
            aria-label={t('chart', { title })}
            onClick={({ activeTooltipIndex }) => open(Number(activeTooltipIndex ?? -1))}
          >
            <XAxis type="number" hide domain={[0, 'dataMax']} />
            <YAxis
              type="category"
              dataKey="short"
              width={110}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-clear)' }}
              fontSize={12}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--hover)' }}
              content={(tip) => <Tip tip={tip} columns={columns} />}
            />
            <Bar
              dataKey={value}
              fill="var(--chart-a)"
              radius={[0, 3, 3, 0]}
              maxBarSize={20}
              isAnimationActive={false}
            >
              <LabelList
                dataKey={value}
                position="right"
                fill="var(--text)"
                fontSize={12}
                formatter={(shown) => figures.write('count', Number(shown))}
              />
            </Bar>
          </BarChart>
        </ResponsiveContainer>
      </div>
    </ChartPanel>
  );
}
