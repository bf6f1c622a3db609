import { ShieldCheck } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { TimeZone } from '#shared/contract/workspace.ts';
import { useClock, useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Fetched, Page } from '../page.tsx';
import { createMoments } from '../services/moments.ts';
import { dateIn } from '../services/period.ts';
import { useAsked } from '../use-asked.ts';
import css from './audit.module.css';
import { createAuditStore } from './audit-store.ts';
import { Entry } from './entry.tsx';
import { Filters } from './filters.tsx';
import { filterOf, type Narrowing, narrowingOf, queryOf } from './narrowing.ts';

/** Who did what to whom and when: searched, and each opened for what changed. */
export function AuditScreen() {
  const t = useTranslations('audit');
  const office = useTranslations('office');
  const clock = useAsked('GET /workspace/clock');
  if (clock.value) return <Audit timeZone={clock.value.timeZone} />;
  return (
    <Page title={office('audit')} about={t('about')}>
      <Fetched asked={clock}>{() => null}</Fetched>
    </Page>
  );
}

function Audit({ timeZone }: { timeZone: TimeZone }) {
  const t = useTranslations('audit');
  const office = useTranslations('office');
  const language = useLocale();
  const { places, office: ask } = useStores();
  const query = useStore(places, (place) => place.query);
  const narrowing = useMemo(() => narrowingOf(query), [query]);
  const today = useClock((now) => dateIn(timeZone, new Date(now)));
  const moments = useMemo(() => createMoments(language, timeZone), [language, timeZone]);
  const [list] = useState(() => createAuditStore(ask));
  const { items, nextCursor, busy, trouble, filter } = useStore(list);
  const asked = JSON.stringify(filterOf(narrowing, today));
  const again = () => void list.look(JSON.parse(asked));
  useEffect(() => void list.look(JSON.parse(asked)), [list, asked]);
  const change = (part: Narrowing) => places.narrow(queryOf({ ...narrowing, ...part }));
  const narrowed = Object.keys(narrowing).length > 0;
  return (
    <Page
      title={office('audit')}
      about={t('about')}
      actions={
        <Button busy={busy === 'anew' && filter !== null} onClick={again}>
          {office('fresh')}
        </Button>
      }
    >
      <Filters
        narrowing={narrowing}
        today={today}
        onChange={change}
        onClear={narrowed ? () => places.narrow({}) : null}
      />
      <Fetched asked={{ value: filter && items, trouble, busy: busy !== null, again }}>
        {(there) =>
          there.length === 0 ? (
            <EmptyState
              icon={<ShieldCheck size={28} strokeWidth={1.5} />}
              title={t(narrowed ? 'noneSuch' : 'none')}
              text={t(narrowed ? 'noneSuchText' : 'noneText')}
            />
          ) : (
            <>
              <ul className={css.list} aria-busy={busy === 'anew'}>
                {there.map((entry) => (
                  <Entry key={entry.id} entry={entry} moments={moments} />
                ))}
              </ul>
              {nextCursor !== null && (
                <Button
                  className={css.more}
                  busy={busy === 'further'}
                  onClick={() => void list.further()}
                >
                  {office('more')}
                </Button>
              )}
            </>
          )
        }
      </Fetched>
    </Page>
  );
}
