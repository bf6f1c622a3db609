import { Lock, Play, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { longestText } from '#shared/contract/message.ts';
import { nameOf } from '../format/names.ts';
import { useDrafts, useList, useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import css from './composer.module.css';
import { standingOf } from './standing.ts';

const hints = {
  answer: 'placeholder',
  start: 'placeholderWaiting',
  begin: 'placeholderNew',
  held: 'placeholder',
} as const;

type ComposerProps = { entry: ConversationSummary; front: boolean };

export function Composer({ entry, front }: ComposerProps) {
  const t = useTranslations('composer');
  const someone = useTranslations('conversation');
  const me = useList((state) => state.me);
  const standing = standingOf(entry.service, me);
  const holder = useOpening((state) =>
    entry.service?.attendantId ? state.colleagues.get(entry.service.attendantId)?.name : undefined,
  );
  if (standing === 'held') {
    return (
      <div className={css.composer}>
        <p className={css.held}>
          <Lock size={15} aria-hidden="true" />
          {t('held', { name: holder ?? someone('someone') })}
        </p>
      </div>
    );
  }
  return (
    <div className={css.composer}>
      {standing === 'start' && <StartBar entry={entry} />}
      <Writing entry={entry} front={front} standing={standing} />
    </div>
  );
}

function StartBar({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('composer');
  const conversation = useTranslations('conversation');
  const { actions } = useStores();
  return (
    <div className={css.start}>
      <p className={css.startWords}>
        <strong>{t('waiting', { name: nameOf(entry.contact) })}</strong> {t('waitingHint')}
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

type WritingProps = ComposerProps & { standing: 'answer' | 'start' | 'begin' };

function Writing({ entry, front, standing }: WritingProps) {
  const t = useTranslations('composer');
  const { drafts, actions } = useStores();
  const id = entry.conversation.id;
  const text = useDrafts((state) => state.drafts.get(id)?.text ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const over = text.length - longestText;
  const sendable = text.trim() !== '' && over <= 0;

  useEffect(() => {
    if (front) field.current?.focus({ preventScroll: true });
  }, [front]);
  // Where `field-sizing` is not known the height follows by hand.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    if (text !== '') area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
  }, [text]);

  function send() {
    if (sendable) void actions.send(id);
  }
  function press(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a word (229: browsers that say so late).
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!event.repeat) send();
  }

  return (
    <>
      {over > 0 && (
        <p className={css.over} role="alert">
          {t('tooLong', { count: over, limit: longestText })}
        </p>
      )}
      <div className={css.box}>
        <textarea
          ref={field}
          className={css.field}
          rows={1}
          dir="auto"
          value={text}
          data-composer
          placeholder={t(hints[standing])}
          aria-label={t('label', { name: nameOf(entry.contact) })}
          aria-invalid={over > 0 || undefined}
          onChange={(event) => drafts.write(id, event.target.value)}
          onKeyDown={press}
          onBlur={() => void drafts.keep(id)}
        />
        <IconButton
          label={standing === 'start' ? t('startAndSend') : t('send')}
          keys="Enter"
          side="top"
          className={css.send}
          disabled={!sendable}
          onClick={send}
        >
          <SendHorizontal size={17} />
        </IconButton>
      </div>
      <p className={css.keys}>{t('keys')}</p>
    </>
  );
}
