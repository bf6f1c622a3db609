import { Check, StickyNote, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { longestText } from '#shared/contract/message.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { mentionBegun } from '#shared/rules/mentions.ts';
import { folded, nameOf } from '../format/names.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { PersonFace, PersonName } from '../teams/person.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import css from './composer.module.css';
import { isSendKey } from './send-key.ts';
import { SuggestList, suggestionId } from './suggest-list.tsx';
import { useSuggestions } from './use-suggestions.ts';

const mostFound = 8;

/** Colleagues whose names have what was typed; those who are there come first. */
export function colleaguesFor(all: Iterable<Colleague>, me: string, typed: string): Colleague[] {
  const wanted = folded(typed.trim());
  const rank = ({ name, availability }: Colleague) =>
    (folded(name).startsWith(wanted) ? 0 : 2) + (availability === 'online' ? 0 : 1);
  return [...all]
    .filter(
      ({ id, active, name }) => active && id !== me && ` ${folded(name)}`.includes(` ${wanted}`),
    )
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, mostFound);
}

/** Where a private note is written: nothing of it goes to the contact. */
export function NoteField({ entry, front }: { entry: ConversationSummary; front: boolean }) {
  const t = useTranslations('notes');
  const composer = useTranslations('composer');
  const { notes, actions } = useStores();
  const { id } = entry.conversation;
  const me = useList((state) => state.me);
  const colleagues = useOpening((state) => state.colleagues);
  const note = useStore(notes, (state) => state.notes.get(id)) ?? notes.of(id);
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [after, setAfter] = useState<number | null>(null);
  const list = useId();
  const language = useLocale();
  const sendWith = useOpening((state) => state.opening?.settings.sendWith ?? 'enter');
  const { text, editing } = note;
  const over = text.length - longestText;
  const begun = mentionBegun(text, caret);
  const found = begun ? colleaguesFor(colleagues.values(), me, begun.typed) : [];
  const suggestions = useSuggestions(
    begun && found.length > 0 ? `${begun.from} ${begun.typed}` : null,
    found.length,
    pick,
  );

  function pick(at: number) {
    const one = found[at];
    if (!one || !begun) return;
    const named = `@${one.name} `;
    notes.write(id, text.slice(0, begun.from) + named + text.slice(caret).replace(/^ /, ''));
    notes.pick(id, one.id);
    setAfter(begun.from + named.length);
  }
  useLayoutEffect(() => {
    if (after === null) return;
    field.current?.setSelectionRange(after, after);
    setCaret(after);
    setAfter(null);
  }, [after]);
  useEffect(() => {
    const area = field.current;
    if (!front || !area) return;
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
  }, [front]);

  const sendable = text.trim() !== '' && over <= 0;
  function press(event: KeyboardEvent) {
    if (suggestions.press(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      notes.close(id);
      return;
    }
    if (!isSendKey(event, sendWith)) return;
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!event.repeat && sendable) void actions.saveNote(id);
  }
  return (
    <>
      {over > 0 && (
        <p className={css.over} role="alert">
          {composer('tooLong', { count: over, limit: longestText })}
        </p>
      )}
      <div className={classes(css.box, css.note)}>
        {suggestions.open && (
          <SuggestList
            id={list}
            label={t('mention')}
            items={found.map((one) => ({
              key: one.id,
              content: (
                <>
                  <PersonFace colleague={one} />
                  <PersonName colleague={one} />
                </>
              ),
            }))}
            active={suggestions.active}
            onPoint={suggestions.pointAt}
            onPick={pick}
          />
        )}
        <IconButton
          label={t('leave')}
          keys="Alt+N"
          side="top"
          aria-pressed={true}
          className={css.noteIcon}
          onClick={() => notes.close(id)}
        >
          {editing ? <X size={17} /> : <StickyNote size={17} />}
        </IconButton>
        <textarea
          ref={field}
          className={css.field}
          rows={1}
          dir="auto"
          lang={language}
          spellCheck
          value={text}
          data-composer="note"
          placeholder={t(editing ? 'editHint' : 'hint')}
          aria-label={t('label', { name: nameOf(entry.contact) })}
          aria-invalid={over > 0 || undefined}
          aria-autocomplete="list"
          aria-controls={suggestions.open ? list : undefined}
          aria-activedescendant={
            suggestions.open ? suggestionId(list, suggestions.active) : undefined
          }
          onChange={(event) => {
            notes.write(id, event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={press}
        />
        <IconButton
          label={t('save')}
          keys="Enter"
          side="top"
          className={css.noteSave}
          disabled={!sendable}
          onClick={() => void actions.saveNote(id)}
        >
          <Check size={17} />
        </IconButton>
      </div>
      <p className={css.keys}>{t(sendWith === 'enter' ? 'keys' : 'keysCtrl')}</p>
    </>
  );
}
