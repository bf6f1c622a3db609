import { ChevronDown, ChevronUp, Search as Glass, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './search.module.css';

/** Looks through one conversation, from its newest hit to the oldest. */
export function FindBar({ id }: { id: Id }) {
  const { find } = useStores();
  const open = useStore(find, (state) => state.conversationId === id);
  return open ? <Bar /> : null;
}

function Bar() {
  const t = useTranslations('find');
  const { find } = useStores();
  const text = useStore(find.lookup, (state) => state.text);
  const some = useStore(find.lookup, (state) => state.hits.length > 0);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    bar.current?.querySelector('input')?.focus();
  }, []);

  function leave() {
    find.hide();
    document.querySelector<HTMLElement>('#conversation [data-composer]')?.focus();
  }
  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    }
    const step =
      event.key === 'Enter'
        ? event.shiftKey
          ? -1
          : 1
        : event.key === 'ArrowUp'
          ? 1
          : event.key === 'ArrowDown'
            ? -1
            : null;
    if (step === null) return;
    event.preventDefault();
    void find.step(step);
  }
  return (
    <search className={css.find} aria-label={t('label')} ref={bar}>
      <TextField
        bare
        className={css.field}
        type="search"
        autoComplete="off"
        data-find
        maxLength={200}
        label={t('placeholder')}
        placeholder={t('placeholder')}
        icon={<Glass size={15} />}
        value={text}
        onChange={(event) => find.write(event.target.value)}
        onKeyDown={press}
      />
      <Place />
      <IconButton
        label={t('older')}
        keys="Enter"
        disabled={!some}
        onClick={() => void find.step(1)}
      >
        <ChevronUp size={16} />
      </IconButton>
      <IconButton
        label={t('newer')}
        keys="Shift+Enter"
        disabled={!some}
        onClick={() => void find.step(-1)}
      >
        <ChevronDown size={16} />
      </IconButton>
      <IconButton label={t('close')} keys="Esc" onClick={leave}>
        <X size={16} />
      </IconButton>
    </search>
  );
}

function Place() {
  const t = useTranslations('find');
  const s = useTranslations('search');
  const { find } = useStores();
  const { text, hits, looking, server, more } = useStore(find.lookup);
  const { messageId, failed } = useStore(find);
  const at = hits.findIndex(({ message }) => message.id === messageId) + 1;
  const count = hits.length;
  const words =
    text.trim() === '' || looking
      ? ''
      : failed
        ? s('away')
        : count > 0
          ? t(more ? 'placeMore' : 'place', { at: String(at), count: String(count) })
          : server === 'asking'
            ? s('asking')
            : server === 'offline'
              ? s('offline')
              : t('none');
  return (
    <span role="status" className={css.place}>
      {words}
    </span>
  );
}
