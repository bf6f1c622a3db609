import { CircleAlert, FileQuestion, StickyNote } from 'lucide-react';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { useList, useOpening, useStores, useTimes } from '../shell/context.ts';
import { FormattedText } from '../text/formatted-text.tsx';
import { isEmojiOnly } from '../text/formatting.ts';
import { classes } from '../ui/classes.ts';
import { Ticks } from '../ui/ticks.tsx';
import css from './bubble.module.css';

type Props = { message: ShownMessage; first: boolean; last: boolean; contactName: string };

/** One message. Renders again only when it changes itself, or its place in a run does. */
export const Bubble = memo(function Bubble({ message, first, last, contactName }: Props) {
  const t = useTranslations('conversation');
  const ticks = useTranslations('ticks');
  const times = useTimes();
  const me = useList((state) => state.me);
  const { actions } = useStores();
  const author = useOpening((state) =>
    message.authorId === null ? undefined : state.colleagues.get(message.authorId)?.name,
  );
  const out = message.direction === 'out';
  const mine = out && message.authorId === me;
  const unknown = message.kind === 'unknown' || message.text === null;
  const large = !unknown && message.kind === 'text' && isEmojiOnly(message.text ?? '');
  const state = message.failure === null ? message.status : 'failed';
  return (
    <div className={classes(css.row, out && css.out, first && css.first)} data-message={message.id}>
      <div
        className={classes(
          css.bubble,
          last && css.tail,
          message.kind === 'note' && css.note,
          large && css.large,
          state === 'failed' && css.failed,
        )}
      >
        <span className="out-of-sight">
          {mine ? t('youSaid') : t('said', { name: out ? (author ?? '') : contactName })}
        </span>
        {first && out && !mine && author !== undefined && (
          <span className={css.author} aria-hidden="true">
            {author}
          </span>
        )}
        {message.kind === 'note' && (
          <span className={css.kind}>
            <StickyNote size={12} /> {t('note')}
          </span>
        )}
        {unknown ? (
          <span className={css.unknown}>
            <FileQuestion size={16} /> {t('unknown')}
          </span>
        ) : (
          <FormattedText text={message.text ?? ''} openLink={actions.openLink} />
        )}
        <span className={css.meta}>
          <time dateTime={message.sentAt} title={times.full(message.sentAt)}>
            {times.clock(message.sentAt)}
          </time>
          {out && state !== null && message.kind !== 'note' && (
            <Ticks state={state} label={ticks(state)} />
          )}
        </span>
      </div>
      {message.failure !== null && (
        <p className={css.reason}>
          <CircleAlert size={12} aria-hidden="true" />
          {t('failed', { reason: message.failure })}
        </p>
      )}
    </div>
  );
});
