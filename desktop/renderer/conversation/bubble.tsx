import {
  CircleAlert,
  EllipsisVertical,
  Forward,
  Reply,
  RotateCw,
  SmilePlus,
  StickyNote,
} from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { isCallItself } from '#shared/rules/call.ts';
import { mayAnswer } from '../composer/modes.ts';
import { mayTakeBack } from '../composer/take-back.ts';
import { PartLabel } from '../evaluation/part-label.tsx';
import { senderName } from '../format/names.ts';
import type { Words } from '../i18n/words.ts';
import { useList, useOpening, useStores, useTimes } from '../shell/context.ts';
import { isEmojiOnly } from '../text/formatting.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { hueOf } from '../ui/initials.ts';
import { placeOf } from '../ui/place.ts';
import { Ticks } from '../ui/ticks.tsx';
import { AutomaticLabel } from './automatic-label.tsx';
import css from './bubble.module.css';
import { Content, shapeOf } from './content.tsx';
import { QuoteLine } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { useTools } from './tools.ts';

type Props = { message: ShownMessage; first: boolean; last: boolean; contactName: string };

/** One message. Renders again only when it changes itself, or its place in a run does. */
export const Bubble = memo(function Bubble({ message, first, last, contactName }: Props) {
  const t = useTranslations('conversation');
  const words = useTranslations('message');
  const me = useList((state) => state.me);
  const { menu } = useTools();
  // The hand is over it, or the keyboard in it: what can be done with it is drawn only then.
  const [near, setNear] = useState(false);
  const author = useOpening((state) =>
    message.authorId === null ? undefined : state.colleagues.get(message.authorId)?.name,
  );
  const out = message.direction === 'out';
  const sender = message.sender ? (senderName(message.sender) ?? words('someone')) : null;
  const mine = out && message.authorId === me;
  const colleague = out && !mine ? author : undefined;
  const named = first && (colleague !== undefined || sender !== null);
  const shape = shapeOf(message);
  const large =
    message.kind === 'text' &&
    !message.deletedAt &&
    !message.quote &&
    isEmojiOnly(message.text ?? '');
  const failed = message.failure !== null;
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  const undo = mine && mayTakeBack(message, offline);

  function openMenu(event: MouseEvent<HTMLElement>) {
    // On words that are marked, and on links, the menu is the browser's or the system's own.
    if (getSelection()?.isCollapsed === false || (event.target as Element).closest('a')) return;
    event.preventDefault();
    menu(message, { x: event.clientX, y: event.clientY, width: 0, height: 0 });
  }
  function press(event: KeyboardEvent<HTMLElement>) {
    if (event.target !== event.currentTarget || event.key !== 'Enter') return;
    event.preventDefault();
    const bubble = event.currentTarget.querySelector('[data-bubble]');
    if (bubble) menu(message, placeOf(bubble));
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: each thing done here has a button of its own.
    <div
      className={classes(css.row, out && css.out, first && css.first)}
      data-message={message.id}
      tabIndex={-1}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={() => setNear(false)}
      onContextMenu={openMenu}
      onKeyDown={press}
    >
      <div className={css.line}>
        <div
          data-bubble
          className={classes(
            css.bubble,
            last && css.tail,
            message.kind === 'note' && css.note,
            shape === 'framed' && css.framed,
            message.quote && !message.deletedAt && css.quoted,
            (large || shape === 'bare') && css.bare,
            large && css.large,
            failed && css.failed,
            named && css.named,
          )}
        >
          <span className="out-of-sight">
            {mine
              ? t('youSaid')
              : t('said', { name: out ? (author ?? '') : (sender ?? contactName) })}
          </span>
          {first && colleague !== undefined && (
            <span className={css.author} aria-hidden="true">
              {colleague}
            </span>
          )}
          {first && sender !== null && (
            <bdi className={classes(css.author, css[`hue${hueOf(sender)}`])} aria-hidden="true">
              {sender}
            </bdi>
          )}
          {message.kind === 'note' && (
            <span className={css.kind}>
              <StickyNote size={12} /> {t('note')}
            </span>
          )}
          {message.content?.evaluation && !message.deletedAt && (
            <PartLabel evaluation={message.content.evaluation} />
          )}
          {message.content?.automatic && !message.deletedAt && (
            <AutomaticLabel part={message.content.automatic} />
          )}
          {message.forwarded && !message.deletedAt && (
            <span className={css.kind}>
              <Forward size={12} /> {words('forwarded')}
            </span>
          )}
          {message.quote && !message.deletedAt && (
            <QuoteLine quote={message.quote} contactName={contactName} />
          )}
          <Content message={message} />
          <Meta message={message} />
        </div>
        {undo ? <Undo message={message} /> : near && <Bar message={message} />}
      </div>
      <Reactions message={message} contactName={contactName} />
      {failed && <Failure message={message} />}
    </div>
  );
});

function Meta({ message }: { message: ShownMessage }) {
  const words = useTranslations('message');
  const ticks = useTranslations('ticks');
  const times = useTimes();
  const state = message.failure === null ? message.status : 'failed';
  const travels = message.kind !== 'note' && !isCallItself(message.content?.call);
  return (
    <span className={css.meta}>
      {message.editedAt && !message.deletedAt && (
        <span title={times.full(message.editedAt)}>{words('edited')}</span>
      )}
      <time dateTime={message.sentAt} title={times.full(message.sentAt)}>
        {times.clock(message.sentAt)}
      </time>
      {message.direction === 'out' && state !== null && travels && (
        <Ticks state={state} label={ticks(state)} />
      )}
    </span>
  );
}

/** Beside the bubble, for as long as it can be taken back: nothing moves when it goes. */
function Undo({ message }: { message: ShownMessage }) {
  const t = useTranslations('composer');
  const { actions } = useStores();
  return (
    <div className={css.undo}>
      <Button kind="plain" size="small" onClick={() => void actions.takeBack(message)}>
        {t('undo')}
      </Button>
    </div>
  );
}

/** Beside the bubble, so that nothing of it is covered and nothing moves. */
function Bar({ message }: { message: ShownMessage }) {
  const t = useTranslations('message');
  const { mayWrite, reply, emoji, menu } = useTools();
  const answers = mayWrite && mayAnswer(message);
  return (
    <div className={css.bar}>
      {answers && (
        <>
          <IconButton
            label={t('react')}
            tabIndex={-1}
            side="top"
            onClick={(event) => emoji(message, placeOf(event.currentTarget))}
          >
            <SmilePlus size={16} />
          </IconButton>
          <IconButton label={t('reply')} tabIndex={-1} side="top" onClick={() => reply(message)}>
            <Reply size={16} />
          </IconButton>
        </>
      )}
      <IconButton
        label={t('more')}
        tabIndex={-1}
        side="top"
        aria-haspopup="menu"
        onClick={(event) => menu(message, placeOf(event.currentTarget))}
      >
        <EllipsisVertical size={16} />
      </IconButton>
    </div>
  );
}

function Failure({ message }: { message: ShownMessage }) {
  const t = useTranslations('conversation');
  const why = useTranslations('failures');
  const code = `c${message.failureCode}` as keyof Words['failures'];
  const app = useTranslations('app');
  const { actions } = useStores();
  const { mayWrite } = useTools();
  const reason = why.has(code) ? why(code) : (message.failure ?? '');
  // A call is not sent again: it is dialled again.
  const call = isCallItself(message.content?.call);
  return (
    <p className={css.reason}>
      <CircleAlert size={12} aria-hidden="true" />
      <span>{call ? reason : t('failed', { reason })}</span>
      {mayWrite && !call && message.direction === 'out' && (
        <Button
          kind="plain"
          size="small"
          tabIndex={-1}
          icon={<RotateCw size={12} />}
          onClick={() => void actions.retry(message)}
        >
          {app('retry')}
        </Button>
      )}
    </p>
  );
}
