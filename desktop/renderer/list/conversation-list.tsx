import {
  CheckCircle2,
  Inbox,
  ListFilter,
  MessageSquarePlus,
  Search,
  SearchX,
  TextSearch,
  UserRound,
  X,
} from 'lucide-react';
import { type KeyboardEvent, memo, useCallback, useEffect, useRef } from 'react';
import { type Components, Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useList, useStores, useTabs } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Segments } from '../ui/segments.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './conversation-list.module.css';
import { Entry } from './entry.tsx';
import { type Section, sectionNames } from './sections.ts';
import { SelectionBar } from './selection-bar.tsx';
import { TagFilter } from './tag-filter.tsx';
import { useSteady } from './use-steady.ts';
import { ViewMenu } from './view-menu.tsx';

export function ConversationList() {
  const t = useTranslations('list');
  return (
    <section className={css.list} aria-label={t('label')}>
      <Finder />
      <Parts />
      <SelectionBar />
    </section>
  );
}

function Finder() {
  const t = useTranslations('list');
  const open = useTranslations('newConversation');
  const find = useTranslations('search');
  const { list, dialogs, search } = useStores();
  const filter = useList((state) => state.filter);
  return (
    <div className={css.find}>
      <TextField
        bare
        type="search"
        label={t('filter')}
        placeholder={t('filterShort')}
        value={filter}
        data-filter
        onChange={(event) => list.filterBy(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && list.filterBy('')}
        icon={<Search size={15} />}
        trailing={
          filter !== '' && (
            <IconButton label={t('clear')} className={css.clear} onClick={() => list.filterBy('')}>
              <X size={14} />
            </IconButton>
          )
        }
      />
      <TagFilter />
      <ViewMenu />
      <IconButton label={find('open')} keys="Ctrl+Shift+F" onClick={search.show}>
        <TextSearch size={17} />
      </IconButton>
      <IconButton label={open('open')} onClick={() => dialogs.show('newConversation')}>
        <MessageSquarePlus size={17} />
      </IconButton>
    </div>
  );
}

/** Draws itself anew as numbers change; which entries there are is looked at by `Entries` alone. */
function Parts() {
  const t = useTranslations('list');
  const { list } = useStores();
  const section = useList((state) => state.section);
  const loaded = useList((state) => state.loaded);
  const counts = {
    waiting: useList((state) => state.shown.waiting.length),
    mine: useList((state) => state.shown.mine.length),
    recent: useList((state) => state.shown.recent.length),
  };
  const freshMine = useList((state) =>
    state.sections.mine.some((id) => (state.entries.get(id)?.unread ?? 0) > 0),
  );
  return (
    <Segments<Section>
      label={t('sections')}
      value={section}
      onChange={list.choose}
      segments={sectionNames.map((value) => ({
        value,
        label: t(value),
        count: loaded ? counts[value] : null,
        dot: value === 'mine' && freshMine,
      }))}
    >
      {loaded ? <Entries key={section} section={section} /> : <Loading />}
    </Segments>
  );
}

/** Of one entry, in pixels. */
const height = 68;
type Context = { label: string };
// The list measures plain blocks: their meaning is said by roles.
const components: Components<Id, Context> = {
  List: ({ context, ref, ...rest }) => (
    // biome-ignore lint/a11y/useSemanticElements: see above.
    <div {...rest} ref={ref} role="list" aria-label={context.label} />
  ),
  Item: ({ context: _, item: __, ...rest }) => (
    // biome-ignore lint/a11y/useSemanticElements: see above.
    <div {...rest} role="listitem" />
  ),
};

const Entries = memo(function Entries({ section }: { section: Section }) {
  const ids = useList((state) => state.shown[section]);
  const t = useTranslations('list');
  const { tabs, list } = useStores();
  const active = useTabs((state) => state.active);
  const selecting = useList((state) => state.selected.size > 0);
  const view = useRef<VirtuosoHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const at = active === null ? -1 : ids.indexOf(active);

  const atNow = useRef(at);
  atNow.current = at;
  // Only as another one comes to the front: where its entry moves to later is no reason to scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (atNow.current >= 0) view.current?.scrollIntoView({ index: atNow.current });
  }, [active]);
  const setScroller = useSteady(ids, height);

  const open = useCallback(
    (id: Id, event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }) => {
      if (event.shiftKey) list.extend(id, tabs.getState().active);
      else if (event.ctrlKey || event.metaKey) list.toggle(id);
      else {
        list.selectNone();
        tabs.show(id);
      }
    },
    [list, tabs],
  );

  /** Up and Down walk through the entries without opening them. */
  function walk(event: KeyboardEvent) {
    if (event.key === 'Escape' && selecting) {
      event.preventDefault();
      list.selectNone();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyA') {
      event.preventDefault();
      list.selectAll();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (step === 0 || !from) return;
    event.preventDefault();
    const to = Number(from.dataset.index) + step;
    const [begun, next] = [ids[Number(from.dataset.index)], ids[to]];
    if (begun === undefined || next === undefined) return;
    if (event.shiftKey) list.extend(next, begun);
    const focus = () => {
      const button = place.current?.querySelector<HTMLElement>(`[data-index="${to}"] button`);
      button?.focus();
      return button != null;
    };
    if (!focus()) view.current?.scrollIntoView({ index: to, done: () => void focus() });
  }

  if (ids.length === 0) return <Empty section={section} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only passes on arrow keys of the buttons inside.
    <div ref={place} className={css.entries} onKeyDown={walk}>
      <Virtuoso<Id, Context>
        ref={view}
        data={ids as Id[]}
        context={{ label: t(section) }}
        components={components}
        fixedItemHeight={height}
        scrollerRef={setScroller}
        increaseViewportBy={340}
        tabIndex={-1}
        computeItemKey={(_, id) => id}
        itemContent={(index, id) => (
          <Entry id={id} active={id === active} stop={index === Math.max(0, at)} onOpen={open} />
        )}
      />
    </div>
  );
});

function Empty({ section }: { section: Section }) {
  const t = useTranslations('list');
  const filter = useList((state) => state.filter);
  const only = useList((state) => state.only);
  const team = useList((state) => state.team);
  const tag = useList((state) => state.tag);
  const { list } = useStores();
  const view = useTranslations('listView');
  const elsewhere = useList((state) =>
    sectionNames.reduce((sum, name) => sum + (name === section ? 0 : state.shown[name].length), 0),
  );
  if (filter.trim() !== '') {
    return (
      <EmptyState
        icon={<SearchX size={28} strokeWidth={1.5} />}
        title={t('emptyFilter', { filter: filter.trim() })}
        text={t('emptyFilterText', { count: elsewhere })}
      />
    );
  }
  const icon = { size: 28, strokeWidth: 1.5 };
  if (only !== 'any' || team !== 'all' || tag !== null) {
    return (
      <EmptyState
        icon={<ListFilter {...icon} />}
        title={view('empty')}
        text={view('emptyText')}
        action={
          <Button
            onClick={() => {
              list.showOnly('any');
              list.filterByTeam('all');
              list.filterByTag(null);
            }}
          >
            {view('showAll')}
          </Button>
        }
      />
    );
  }
  if (section === 'waiting') {
    return (
      <EmptyState
        icon={<CheckCircle2 {...icon} />}
        title={t('emptyWaiting')}
        text={t('emptyWaitingText')}
      />
    );
  }
  if (section === 'mine') {
    return (
      <EmptyState icon={<UserRound {...icon} />} title={t('emptyMine')} text={t('emptyMineText')} />
    );
  }
  return (
    <EmptyState icon={<Inbox {...icon} />} title={t('emptyRecent')} text={t('emptyRecentText')} />
  );
}

function Loading() {
  return (
    <div className={css.loading} aria-busy="true">
      {[62, 78, 54, 70, 60, 82, 66].map((width) => (
        <div key={width} className={css.shape}>
          <Skeleton round />
          <div className={css.lines}>
            <Skeleton width={`${width - 20}%`} />
            <Skeleton width={`${width}%`} />
          </div>
        </div>
      ))}
    </div>
  );
}
