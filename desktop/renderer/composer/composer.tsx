import { Check, Hourglass, Lock, Mic, Play, SendHorizontal, StickyNote } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { longestText } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { takesCaption } from '../attachments/kinds.ts';
import { useCanned } from '../canned/use-canned.tsx';
import { nameOf } from '../format/names.ts';
import { useDrafts, useList, useOpening, useStores, useTimes } from '../shell/context.ts';
import { TemplateBar } from '../templates/template-bar.tsx';
import { TemplateDialog } from '../templates/template-dialog.tsx';
import { type FreeWriting, useFreeWriting } from '../templates/use-window.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { AttachButton } from './attach-button.tsx';
import css from './composer.module.css';
import { ModeBar } from './mode-bar.tsx';
import { mayEdit } from './modes.ts';
import { NoteField } from './note-field.tsx';
import { isSendKey } from './send-key.ts';
import { standingOf } from './standing.ts';
import type { TrayItem } from './tray.ts';
import { TrayStrip } from './tray-strip.tsx';
import { VoiceRecorder } from './voice-recorder.tsx';

const hints = {
  answer: 'placeholder',
  start: 'placeholderWaiting',
  begin: 'placeholderNew',
  held: 'placeholder',
} as const;

const keyHints = {
  enter: ['keys', 'keysEscape'],
  'ctrl-enter': ['keysCtrl', 'keysCtrlEscape'],
} as const;

type ComposerProps = { entry: ConversationSummary; front: boolean };

export function Composer({ entry, front }: ComposerProps) {
  const t = useTranslations('composer');
  const someone = useTranslations('conversation');
  const me = useList((state) => state.me);
  const standing = standingOf(entry.service, me);
  const free = useFreeWriting(entry);
  const holder = useOpening((state) =>
    entry.service?.attendantId ? state.colleagues.get(entry.service.attendantId)?.name : undefined,
  );
  const { notes } = useStores();
  const { id } = entry.conversation;
  const noting = useStore(notes, (state) => state.notes.get(id)?.open ?? false);
  if (noting) {
    return (
      <div className={css.composer}>
        <NoteField entry={entry} front={front} />
      </div>
    );
  }
  if (standing === 'held') {
    return (
      <div className={css.composer}>
        <p className={css.held}>
          <Lock size={15} aria-hidden="true" />
          <span className={css.heldWords}>{t('held', { name: holder ?? someone('someone') })}</span>
          <NoteButton id={id} />
        </p>
      </div>
    );
  }
  return (
    <div className={css.composer}>
      {standing === 'start' && <StartBar entry={entry} free={!free.closed} />}
      <Writing entry={entry} front={front} standing={standing} free={free} />
    </div>
  );
}

function NoteButton({ id }: { id: Id }) {
  const t = useTranslations('notes');
  const { notes } = useStores();
  return (
    <IconButton label={t('write')} keys="Alt+N" side="top" onClick={() => notes.open(id)}>
      <StickyNote size={17} />
    </IconButton>
  );
}

function StartBar({ entry, free }: { entry: ConversationSummary; free: boolean }) {
  const t = useTranslations('composer');
  const conversation = useTranslations('conversation');
  const { actions } = useStores();
  return (
    <div className={css.start}>
      <p className={css.startWords}>
        <strong>{t('waiting', { name: nameOf(entry.contact) })}</strong> {free && t('waitingHint')}
        <AtCapacity />
      </p>
      <Button
        kind="primary"
        icon={<Play size={14} />}
        onClick={() => void actions.start(entry.conversation.id)}
        aria-keyshortcuts="Alt+S"
      >
        {conversation('start')}
      </Button>
    </div>
  );
}

/** By hand one may take more than one is given; it is said. */
function AtCapacity() {
  const t = useTranslations('teams');
  const me = useList((state) => state.me);
  const count = useList((state) => state.sections.mine.length);
  const capacity = useOpening((state) => state.colleagues.get(me)?.capacity);
  if (capacity === undefined || count < capacity) return null;
  return <span className={css.capacity}>{t('atCapacity', { count, capacity })}</span>;
}

type WritingProps = ComposerProps & {
  standing: 'answer' | 'start' | 'begin';
  free: FreeWriting;
};

function Writing({ entry, front, standing, free }: WritingProps) {
  const { modes } = useStores();
  const [recording, setRecording] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const id = entry.conversation.id;
  const stop = useCallback(() => setRecording(false), []);
  // A template may answer a message; it is not the field in which one is written anew.
  const editing = useStore(modes, (state) => state.modes.get(id)?.type === 'edit');
  const shownMode = !free.closed || !editing;
  return (
    <>
      {shownMode && <ModeBar id={id} contactName={nameOf(entry.contact)} />}
      {recording ? (
        <VoiceRecorder id={id} front={front} onDone={stop} />
      ) : free.closed ? (
        <div className={css.templates}>
          <TemplateBar
            entry={entry}
            everWrote={free.everWrote}
            onChoose={() => setChoosing(true)}
          />
          <NoteButton id={id} />
        </div>
      ) : (
        <Field
          entry={entry}
          front={front}
          standing={standing}
          free={free}
          onRecord={() => setRecording(true)}
        />
      )}
      {/* Beside the bar: what is being filled in stays when the contact writes meanwhile. */}
      {choosing && <TemplateDialog entry={entry} onClose={() => setChoosing(false)} />}
    </>
  );
}

function Field({
  entry,
  front,
  standing,
  free,
  onRecord,
}: WritingProps & { onRecord: () => void }) {
  const t = useTranslations('composer');
  const templates = useTranslations('templates');
  const times = useTimes();
  const { modes, tray, threads, actions } = useStores();
  const id = entry.conversation.id;
  const me = useList((state) => state.me);
  const sendWith = useOpening((state) => state.opening?.settings.sendWith ?? 'enter');
  const language = useLocale();
  const words = useWords(id);
  const { text, write, keep, mode, items, item } = words;
  const field = useRef<HTMLTextAreaElement>(null);
  const over = text.length - longestText;
  const busy = items.some(({ handing }) => handing !== null);
  const blocked = busy || items.some(({ trouble }) => trouble === 'too-large');
  const sendable = over <= 0 && !blocked && (text.trim() !== '' || (items.length > 0 && !mode));
  const chosen = mode?.message.id ?? null;
  const editing = mode?.type === 'edit';

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer or an edit that begins is written at once.
  useEffect(() => {
    if (front) field.current?.focus({ preventScroll: true });
  }, [front, chosen, items.length]);
  // Where `field-sizing` is not known the height follows by hand.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    if (text !== '') area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
  }, [text]);

  const canned = useCanned({ entry, field, text, write });

  function send() {
    if (sendable) void actions.send(id);
  }
  function press(event: KeyboardEvent) {
    if (canned.press(event)) return;
    if (event.key === 'Escape' && mode) {
      event.preventDefault();
      modes.end(id);
      return;
    }
    const plain = !event.altKey && !event.shiftKey;
    const undoes = (event.ctrlKey || event.metaKey) && plain && event.key.toLowerCase() === 'z';
    if (undoes && text === '' && !mode && items.length === 0) {
      event.preventDefault();
      if (!event.repeat) void actions.takeLastBack(id);
      return;
    }
    if (event.key === 'ArrowUp' && text === '' && !mode && items.length === 0) {
      const last = threads
        .getState()
        .threads.get(id)
        ?.messages.findLast((message) => message.direction === 'out');
      if (!last || !mayEdit(last, me, Date.now())) return;
      event.preventDefault();
      modes.edit(last);
      return;
    }
    // While an input method composes, Enter chooses a word (229: browsers that say so late).
    if (!isSendKey(event, sendWith)) return;
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!event.repeat) send();
  }
  function paste(event: ClipboardEvent) {
    const { files } = event.clipboardData;
    // A cell or a paragraph comes with a picture of itself: its words are what is meant.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain') || editing) return;
    event.preventDefault();
    tray.add(id, [...files]);
  }

  const hint = editing
    ? t('editHint')
    : item
      ? t(takesCaption(item.kind) ? 'caption' : 'after')
      : t(hints[standing]);
  return (
    <>
      <TrayStrip id={id} items={items} chosen={item?.key ?? null} onChoose={words.choose} />
      {over > 0 && (
        <p className={css.over} role="alert">
          {t('tooLong', { count: over, limit: longestText })}
        </p>
      )}
      <div className={css.box}>
        {canned.shown}
        {!editing && <AttachButton id={id} />}
        {!editing && <NoteButton id={id} />}
        <textarea
          ref={field}
          className={css.field}
          rows={1}
          dir="auto"
          lang={language}
          spellCheck
          value={text}
          data-composer
          placeholder={hint}
          aria-label={item ? hint : t('label', { name: nameOf(entry.contact) })}
          aria-invalid={over > 0 || undefined}
          {...canned.aria}
          onChange={(event) => {
            write(event.target.value);
            canned.moved(event.target.selectionStart);
          }}
          onSelect={(event) => canned.moved(event.currentTarget.selectionStart)}
          onKeyDown={press}
          onPaste={paste}
          onBlur={keep}
        />
        {text === '' && items.length === 0 && !mode && (
          <IconButton label={t('record')} side="top" onClick={onRecord}>
            <Mic size={17} />
          </IconButton>
        )}
        <IconButton
          label={editing ? t('saveEdit') : standing === 'start' ? t('startAndSend') : t('send')}
          keys={sendWith === 'enter' ? 'Enter' : 'Ctrl+Enter'}
          side="top"
          className={css.send}
          disabled={!sendable}
          onClick={send}
        >
          {editing ? <Check size={17} /> : <SendHorizontal size={17} />}
        </IconButton>
      </div>
      <p className={css.keys}>
        {t(keyHints[sendWith][mode ? 1 : 0])}
        {free.minutesLeft !== null && (
          <span className={css.left}>
            <Hourglass size={11} aria-hidden="true" />
            {templates('left', { time: times.length(free.minutesLeft * 60_000) })}
          </span>
        )}
      </p>
    </>
  );
}

/** What the field writes: another text for a message, the caption of a file, or the draft. */
function useWords(id: Id) {
  const { actions, drafts, modes, tray } = useStores();
  const draft = useDrafts((state) => state.drafts.get(id)?.text ?? '');
  const mode = useStore(modes, (state) => state.modes.get(id));
  const items = useStore(tray, (state) => state.trays.get(id)) ?? none;
  const [choice, choose] = useState<string | null>(null);
  const keep = useCallback(() => void drafts.keep(id), [drafts, id]);
  const item = items.find(({ key }) => key === choice) ?? items[0];
  const common = { mode, items, item, choose, keep };
  if (mode?.type === 'edit') {
    return { ...common, text: mode.text, write: (text: string) => modes.write(id, text) };
  }
  // The words of the first file are the draft, so that they are kept as any draft is.
  if (item && item !== items[0] && takesCaption(item.kind)) {
    return {
      ...common,
      text: item.caption,
      write: (text: string) => tray.write(id, item.key, text),
    };
  }
  const write = (text: string) => {
    drafts.write(id, text);
    actions.typing(id);
  };
  return { ...common, text: draft, write };
}
const none: readonly TrayItem[] = [];
