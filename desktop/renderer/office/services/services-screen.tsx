import { ListChecks, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { useClock, useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Fetched, Page } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { createMoments, type Moments } from './moments.ts';
import {
  filterOf,
  type Narrowing,
  narrowedBy,
  narrowingOf,
  partsOf,
  queryOf,
} from './narrowing.ts';
import { usePartWords } from './part-words.ts';
import { dateIn } from './period.ts';
import { ServiceDetails } from './service-details.tsx';
import css from './services-screen.module.css';
import { createServicesStore, type ServicesStore } from './services-store.ts';
import { contactName, ServicesTable } from './services-table.tsx';
import { ViewsMenu } from './views-menu.tsx';

const isServiceId = (id: string | undefined): id is Id =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id ?? '');

/** All services, narrowed by the place's query: a figure of the reports leads to those it counts. */
export function ServicesScreen() {
  const t = useTranslations('services');
  const clock = useAsked('GET /workspace/clock');
  if (clock.value) return <Services timeZone={clock.value.timeZone} />;
  return (
    <Page title={t('title')}>
      <Fetched asked={clock}>{() => null}</Fetched>
    </Page>
  );
}

function Services({ timeZone }: { timeZone: TimeZone }) {
  const t = useTranslations('services');
  const office = useTranslations('office');
  const language = useLocale();
  const { places, office: ask } = useStores();
  const query = useStore(places, (place) => place.query);
  const narrowing = useMemo(() => narrowingOf(query), [query]);
  const moments = useMemo(() => createMoments(language, timeZone), [language, timeZone]);
  const today = useClock((now) => dateIn(timeZone, new Date(now)));
  const [list] = useState(() => createServicesStore(ask));
  const { items, count, busy, trouble, filter } = useStore(list);
  const asked = JSON.stringify(filterOf(narrowing, today));
  useEffect(() => void list.look(JSON.parse(asked)), [list, asked]);
  const again = () => void list.look(JSON.parse(asked));
  const words = usePartWords(moments, (contact) => {
    if (contact.startsWith('+')) return showPhone(contact);
    const one = items.find((item) => item.contact.id === contact);
    return one ? contactName(one.contact) : null;
  });
  const change = (part: Partial<Narrowing>) => places.narrow(queryOf(narrowedBy(narrowing, part)));
  const chosen = isServiceId(query.id) ? query.id : null;
  const open = (id: Id) => places.go('services', { ...queryOf(narrowing), id });
  const [picked, setPicked] = useState<Id | null>(null);
  const clear = () => {
    setPicked(null);
    places.narrow({});
  };
  const all = (
    <Page
      title={t('title')}
      about={t('zone', { zone: timeZone.replaceAll('_', ' ') })}
      actions={
        <>
          <ViewsMenu
            narrowing={narrowing}
            picked={picked}
            onPick={(view) => {
              setPicked(view.id);
              places.narrow(queryOf(view.filter));
            }}
          />
          <ExportMenu filter={JSON.parse(asked)} today={today} disabled={count === 0} />
          <Button busy={busy === 'anew' && filter !== null} onClick={again}>
            {office('fresh')}
          </Button>
        </>
      }
    >
      <FilterBar
        narrowing={narrowing}
        moments={moments}
        today={today}
        words={words}
        onChange={change}
        onClear={clear}
      />
      <p className={css.count} role="status">
        {count !== null && busy !== 'anew' && t('count', { count })}
      </p>
      <Fetched asked={{ value: filter && items, trouble, busy: busy !== null, again }}>
        {(there) =>
          there.length > 0 ? (
            <List list={list} moments={moments} chosen={chosen} onOpen={open} />
          ) : (
            <Nothing narrowed={partsOf(narrowing).length > 0} onClear={clear} />
          )
        }
      </Fetched>
    </Page>
  );
  return (
    <>
      {/* It stays as it was, and where it was read. */}
      <div className={css.all} hidden={chosen !== null}>
        {all}
      </div>
      {chosen !== null && (
        <ServiceDetails
          key={chosen}
          id={chosen}
          moments={moments}
          onBack={() => places.go('services', queryOf(narrowing))}
          onContact={(contact) => places.go('services', { contact })}
        />
      )}
    </>
  );
}

type ListProps = {
  list: ServicesStore;
  moments: Moments;
  chosen: Id | null;
  onOpen: (id: Id) => void;
};

function List({ list, moments, chosen, onOpen }: ListProps) {
  const t = useTranslations('services');
  const { items, nextCursor, busy, trouble } = useStore(list);
  const end = useRef<HTMLDivElement>(null);
  const further = () => void list.further();
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page it is looked again.
  useEffect(() => {
    const mark = end.current;
    if (!mark || nextCursor === null || trouble !== null) return;
    const watch = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && void list.further(),
      { rootMargin: '600px' },
    );
    watch.observe(mark);
    return () => watch.disconnect();
  }, [list, nextCursor, items, trouble]);
  return (
    <div>
      <ServicesTable
        items={items}
        chosen={chosen}
        stale={busy === 'anew'}
        moments={moments}
        onOpen={onOpen}
        onEnd={further}
      />
      <div ref={end} className={css.end}>
        {nextCursor !== null &&
          (busy === 'further' ? (
            <span role="status">
              <Spinner /> {t('furtherBusy')}
            </span>
          ) : (
            <Button onClick={further}>{t('further')}</Button>
          ))}
      </div>
    </div>
  );
}

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const t = useTranslations('services');
  return narrowed ? (
    <EmptyState
      icon={<SearchX size={28} strokeWidth={1.5} />}
      title={t('noMatch')}
      text={t('noMatchText')}
      action={<Button onClick={onClear}>{t('clear')}</Button>}
    />
  ) : (
    <EmptyState
      icon={<ListChecks size={28} strokeWidth={1.5} />}
      title={t('none')}
      text={t('noneText')}
    />
  );
}
