import { ArrowLeft, Search as Glass, SearchX } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  type UIEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useStores } from '../shell/context.ts';
import { isCovered } from '../shell/covered.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ContactResult, HitResult } from './results.tsx';
import css from './search.module.css';

/** Pixels from the end at which the next page is read. */
const ahead = 400;
/** Of a result, at the least, in pixels. */
const leastHeight = 44;
/** Drawn at once: as many as a window can show; those below as one comes near them. */
const drawnAtOnce = (): number => Math.ceil(window.innerHeight / leastHeight);
const optionId = (key: string) => `result-${key.replace(' ', '-')}`;
const keyOf = (optionId: string) =>
  optionId.replace(/^result-/, '').replace(/^contact-/, 'contact ');

/** Stands in place of the list: what is typed is looked for in everything. */
export function SearchPanel() {
  const t = useTranslations('search');
  const { search } = useStores();
  const panel = useRef<HTMLElement>(null);
  useBack(panel);
  function leave() {
    search.hide();
    document.querySelector<HTMLElement>('#conversation [data-composer]')?.focus();
  }
  return (
    <section
      className={css.panel}
      aria-label={t('label')}
      ref={panel}
      onKeyDown={(event) => event.key === 'Escape' && leave()}
    >
      <Bar onLeave={leave} />
      <Results />
      <Status />
    </section>
  );
}

/** What is marked, or the first of all: what Enter opens. */
function useMarked(): string | null {
  const { search } = useStores();
  const first = useStore(search.lookup, ({ contacts, hits }) =>
    contacts[0] ? `contact ${contacts[0].conversationId}` : hits[0]?.message.id,
  );
  return useStore(search, (state) => state.marked) ?? first ?? null;
}

function Bar({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations('search');
  const { search } = useStores();
  const text = useStore(search.lookup, (state) => state.text);
  const at = useMarked();
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    field.current?.querySelector('input')?.select();
  }, []);
  function press(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      search.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void search.choose();
    }
  }
  return (
    <div className={css.bar} ref={field}>
      <IconButton label={t('back')} keys="Esc" onClick={onLeave}>
        <ArrowLeft size={16} />
      </IconButton>
      <TextField
        bare
        className={css.field}
        type="search"
        role="combobox"
        aria-expanded={at !== null}
        aria-controls="search-results"
        aria-activedescendant={at === null ? undefined : optionId(at)}
        aria-autocomplete="list"
        autoComplete="off"
        data-search
        maxLength={200}
        label={t('placeholder')}
        placeholder={t('placeholder')}
        icon={<Glass size={15} />}
        value={text}
        onChange={(event) => search.write(event.target.value)}
        onKeyDown={press}
      />
    </div>
  );
}

/** Apart from the field: a letter draws the field alone, and its answer what was found. */
function Results() {
  const t = useTranslations('search');
  const { search } = useStores();
  const contacts = useStore(search.lookup, (state) => state.contacts);
  const hits = useStore(search.lookup, (state) => state.hits);
  const more = useStore(search.lookup, (state) => state.more);
  const marked = useStore(search, (state) => state.marked);
  const at = useMarked();
  const list = useRef<HTMLDivElement>(null);
  const atOnce = drawnAtOnce();
  const [drawn, setDrawn] = useState({ of: '', count: 0 });
  const answered = useStore(search.lookup, (state) => state.answered);
  // Whoever looks further down keeps what is there.
  const wanted = drawn.of === answered ? drawn.count : atOnce;
  const place = marked === null ? -1 : hits.findIndex(({ message }) => message.id === marked);
  const count = Math.max(wanted, place + atOnce);

  useEffect(() => {
    if (marked === null) list.current?.scrollTo({ top: 0 });
    else document.getElementById(optionId(marked))?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const open = useCallback((id: string) => void search.choose(keyOf(id)), [search]);
  function scrolled({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: UIEvent) {
    if (scrollHeight - scrollTop - clientHeight < ahead) further();
  }
  function further() {
    if (count < hits.length) setDrawn({ of: answered, count: count + 2 * atOnce });
    else void search.lookup.further();
  }
  const option = (key: string) => ({ id: optionId(key), marked: key === at, onOpen: open });
  return (
    <div className={css.results} ref={list} onScroll={scrolled}>
      {at === null ? (
        <Nothing />
      ) : (
        <div id="search-results" role="listbox" aria-label={t('results')}>
          {contacts.length > 0 && (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields.
            <div role="group" aria-label={t('contacts')}>
              <p className={css.heading} aria-hidden="true">
                {t('contacts')}
              </p>
              {contacts.map((one) => (
                <ContactResult
                  key={one.conversationId}
                  found={one}
                  {...option(`contact ${one.conversationId}`)}
                />
              ))}
            </div>
          )}
          {hits.length > 0 && (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields.
            <div role="group" aria-label={t('messages')}>
              <p className={css.heading} aria-hidden="true">
                {t('messages')}
              </p>
              {hits.slice(0, count).map((hit) => (
                <HitResult key={hit.message.id} hit={hit} {...option(hit.message.id)} />
              ))}
            </div>
          )}
        </div>
      )}
      {(more || count < hits.length) && (
        <div className={css.more}>
          <Button size="small" onClick={further}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Esc in what was opened goes back to what was looked for; there it leaves the search. */
function useBack(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    // What lies over everything has the key for itself, and may be gone when it comes through here.
    let covered = false;
    const look = () => {
      covered = isCovered();
    };
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || covered) return;
      if (panel.current?.contains(event.target as Node)) return;
      panel.current?.querySelector('input')?.focus();
    };
    window.addEventListener('keydown', look, { capture: true });
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', look, { capture: true });
      window.removeEventListener('keydown', press);
    };
  }, [panel]);
}

function Nothing() {
  const t = useTranslations('search');
  const { search } = useStores();
  const text = useStore(search.lookup, (state) => state.text.trim());
  const looking = useStore(search.lookup, (state) => state.looking);
  const asking = useStore(search.lookup, (state) => state.server === 'asking');
  if (text === '') return <p className={css.hint}>{t('hint')}</p>;
  if (looking) return null;
  return (
    <EmptyState
      icon={<SearchX size={28} strokeWidth={1.5} />}
      title={t(asking ? 'nothingYet' : 'nothing', { text })}
    />
  );
}

/** How far was looked, where that is not everything; said aloud with the number of results. */
function Status() {
  const t = useTranslations('search');
  const { search } = useStores();
  const server = useStore(search.lookup, (state) => state.server);
  const indexing = useStore(search.lookup, (state) => state.indexing);
  const count = useStore(search.lookup, (state) => state.hits.length + state.contacts.length);
  const settled = useStore(search.lookup, (state) => state.text !== '' && !state.looking);
  const failed = useStore(search, (state) => state.failed);
  const lines = [
    failed && t(failed),
    server === 'asking' && t('asking'),
    server === 'offline' && t('offline'),
    server === 'late' && t('late'),
    indexing && t('indexing'),
  ].filter((line) => line !== false && line !== null);
  return (
    <div role="status" className={css.status}>
      {settled && <span className="out-of-sight">{t('count', { count })}</span>}
      {lines.map((line) => (
        <p key={line} className={css.line}>
          {line}
        </p>
      ))}
    </div>
  );
}
