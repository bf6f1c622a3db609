import { useLocale, useTranslations } from 'use-intl';
import type { Overview } from '#shared/contract/overview.ts';
import { Fetched, Page } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import { Failures } from './failures.tsx';
import { Now } from './now.tsx';
import css from './overview.module.css';
import { Crew } from './people.tsx';
import { Queue } from './queue.tsx';
import { useLive } from './use-live.ts';

/** The workspace at this moment: it renews itself while the window is seen. */
export function OverviewScreen() {
  const t = useTranslations('overview');
  const office = useTranslations('office');
  const asked = useAsked('GET /reports/now');
  useLive(asked);
  return (
    <Page
      title={office('overview')}
      about={t('about')}
      actions={asked.value && <AsOf overview={asked.value} />}
    >
      <Fetched asked={asked}>
        {(overview) => (
          <>
            <Now overview={overview} />
            <div className={css.columns}>
              <Queue overview={overview} />
              <Crew overview={overview} />
            </div>
            {overview.failed.count > 0 && <Failures overview={overview} />}
          </>
        )}
      </Fetched>
    </Page>
  );
}

/** By the clock of the workspace: today is its day. */
function AsOf({ overview: { at, timeZone } }: { overview: Overview }) {
  const t = useTranslations('overview');
  const language = useLocale();
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', timeZone }).format(
    Date.parse(at),
  );
  return (
    <time dateTime={at} className={css.soft} title={t('atZone', { time, zone: timeZone })}>
      {t('at', { time })}
    </time>
  );
}
