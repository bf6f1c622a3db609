import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { FinishReason } from '#shared/contract/service.ts';
import { useClock } from '../../shell/context.ts';
import { dateIn } from '../services/period.ts';
import { type Bucket, bucketsOf } from './buckets.ts';
import css from './chart.module.css';
import type { ChartRow } from './chart-panel.tsx';
import { EvaluationFacts } from './evaluation-facts.tsx';
import { ShareChart } from './share-chart.tsx';
import type { Shown } from './shown.ts';
import { TimeChart } from './time-chart.tsx';
import { VolumeFacts } from './volume-facts.tsx';

/** The period's days, or months, as both charts along time show them. */
function useAlongTime({ report, days }: Shown) {
  const language = useLocale();
  const { timeZone } = report;
  const { from, to } = days;
  const today = useClock((now) => dateIn(timeZone, new Date(now)));
  return useMemo(() => {
    const { by, buckets } = bucketsOf(report.days, { from, to }, today);
    const format = (shape: Intl.DateTimeFormatOptions) => {
      const writer = new Intl.DateTimeFormat(language, { ...shape, timeZone: 'UTC' });
      return (bucket: Bucket) => writer.format(new Date(`${bucket.from}T00:00:00Z`));
    };
    const month = { month: 'short', year: '2-digit' } as const;
    const short = format(by === 'day' ? { day: '2-digit', month: '2-digit' } : month);
    const label = format(by === 'day' ? { dateStyle: 'full' } : { month: 'long', year: 'numeric' });
    const rows = buckets.map((bucket): ChartRow => {
      const { from: first, to: end, ...values } = bucket;
      const span = { from: first, to: end };
      return {
        ...{ key: first, short: short(bucket), label: label(bucket), values },
        filters: { opened: { by: 'created', ...span }, finished: { by: 'finished', ...span } },
      };
    });
    return { by, rows };
  }, [report, from, to, today, language]);
}

/** What came into being and what finished, along the period. */
export function DaysChart(shown: Shown) {
  const t = useTranslations('reports');
  const { by, rows } = useAlongTime(shown);
  return (
    <TimeChart
      title={t(by === 'day' ? 'perDay' : 'perMonth')}
      of={t(by)}
      columns={[
        { key: 'opened', label: t('opened') },
        { key: 'finished', label: t('finished') },
      ]}
      rows={rows}
    />
  );
}

/** Messages along the period: they are no services, so nothing opens. */
export function VolumeChart(shown: Shown) {
  const t = useTranslations('reports');
  const { by, rows } = useAlongTime(shown);
  return (
    <TimeChart
      title={t(by === 'day' ? 'volumePerDay' : 'volumePerMonth')}
      about={t('volumeAbout')}
      before={<VolumeFacts report={shown.report} />}
      of={t(by)}
      columns={[
        { key: 'inbound', label: t('inbound') },
        { key: 'outbound', label: t('outbound') },
      ]}
      rows={rows}
    />
  );
}

const reasons = [
  ['attendant', 'byAttendant'],
  ['inactivity', 'byInactivity'],
  ['unattended', 'byUnattended'],
] as const satisfies [FinishReason, string][];

/** How those ended that finished, and what was thought of them. */
export function OutcomeCharts(shown: Shown) {
  const t = useTranslations('reports');
  const { report, days } = shown;
  const count = [{ key: 'count', label: t('count') }];
  const scores = [5, 4, 3, 2, 1].map((score): ChartRow => {
    const label = t('scoreOf', { score });
    return {
      ...{ key: String(score), short: label, label },
      values: { count: report.evaluation.distribution[score - 1] ?? 0 },
      filters: { count: { by: 'finished', score, ...days } },
    };
  });
  const ends = reasons.map(([finishReason, word]): ChartRow => {
    const label = t(word);
    return {
      ...{ key: finishReason, short: label, label },
      values: { count: report.reasons[finishReason] },
      filters: { count: { by: 'finished', finishReason, ...days } },
    };
  });
  return (
    <div className={css.pair}>
      <ShareChart
        title={t('evaluation')}
        about={t('evaluationAbout')}
        of={t('score')}
        columns={count}
        rows={scores}
        before={<EvaluationFacts {...shown} />}
      />
      <ShareChart
        title={t('reasons')}
        about={t('reasonsAbout')}
        of={t('reason')}
        columns={count}
        rows={ends}
      />
    </div>
  );
}
