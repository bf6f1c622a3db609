import { ChartColumn, Printer } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ServicesReport } from '#shared/contract/report.ts';
import { useClock, useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Fetched, Page } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import { AttendantsTable } from './attendants-table.tsx';
import { writeDays } from './figures.ts';
import { HeatMap } from './heat-map.tsx';
import { type Asking, askingIn, filterOf, queryOf } from './period.ts';
import { PeriodBar } from './period-bar.tsx';
import css from './reports-screen.module.css';
import { TimesTable } from './times-table.tsx';
import { Totals } from './totals.tsx';
import { useReport } from './use-report.ts';

/** The library that draws is read while the figures are asked for, and by whoever opens a report alone. */
const charts = () => import('./charts.tsx');
const DaysChart = lazy(async () => ({ default: (await charts()).DaysChart }));
const OutcomeCharts = lazy(async () => ({ default: (await charts()).OutcomeCharts }));
const VolumeChart = lazy(async () => ({ default: (await charts()).VolumeChart }));

/** The figures of a period. The period stands in the place, so that back and loading anew keep it. */
export function ReportsScreen() {
  const t = useTranslations('reports');
  const office = useTranslations('office');
  const { places } = useStores();
  const query = useStore(places, (place) => place.query);
  const asking = askingIn(query);
  const asked = useReport(asking);
  const ask = (next: Asking) => places.narrow(queryOf(next));
  return (
    <Page
      title={office('reports')}
      about={t('about')}
      actions={
        <>
          <PeriodBar asking={asking} today={asked.today} onAsk={ask} />
          <Button busy={asked.busy && asked.value !== null} onClick={asked.again}>
            {office('fresh')}
          </Button>
          <IconButton label={t('print')} onClick={() => window.print()}>
            <Printer size={16} />
          </IconButton>
        </>
      }
    >
      <Fetched asked={asked}>
        {(report) => (
          <div className={css.report} aria-busy={asked.busy} data-stale={asked.busy || undefined}>
            <Report
              report={report}
              onHours={(hours) => ask({ ...asking, business: hours === 'business' })}
            />
          </div>
        )}
      </Fetched>
    </Page>
  );
}

type ReportProps = { report: ServicesReport; onHours: (hours: ServicesReport['hours']) => void };

function Report({ report, onHours }: ReportProps) {
  const days = filterOf(report, report.timeZone);
  const nothing = [report.opened, report.open, report.finished].every((count) => count === 0);
  return (
    <>
      <Caption report={report} />
      <Totals report={report} days={days} />
      {nothing ? (
        <Quiet />
      ) : (
        <Suspense fallback={<Spinner />}>
          <DaysChart report={report} days={days} />
          <TimesTable report={report} days={days} onHours={onHours} />
          <AttendantsTable report={report} days={days} />
          <OutcomeCharts report={report} days={days} />
          <HeatMap report={report} days={days} />
          <VolumeChart report={report} days={days} />
        </Suspense>
      )}
    </>
  );
}

/** Nothing in these days, or nothing ever. */
function Quiet() {
  const t = useTranslations('reports');
  const ever = useAsked('GET /services/count').value?.count;
  if (ever === undefined) return null;
  return (
    <EmptyState
      icon={<ChartColumn size={28} strokeWidth={1.5} />}
      title={t(ever === 0 ? 'empty' : 'quiet')}
      text={t(ever === 0 ? 'emptyText' : 'quietText')}
    />
  );
}

/** Which days these are, by whose clock, and which they are compared with. */
function Caption({ report }: { report: ServicesReport }) {
  const t = useTranslations('reports');
  const language = useLocale();
  const { timeZone: zone, before } = report;
  const running = useClock((now) => now < Date.parse(report.to));
  return (
    <p className={css.caption}>
      <strong>{t('shown', { days: writeDays(report, zone, language), zone })}</strong>{' '}
      {before && t('comparedWith', { days: writeDays(before, zone, language) })}{' '}
      {running && t('running')}
    </p>
  );
}
