import { AtSign, Check, Hourglass, Users } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { isCallItself } from '#shared/rules/call.ts';
import { Face } from '../contact/face.tsx';
import { gistOf } from '../format/gist.ts';
import { nameOf, senderName } from '../format/names.ts';
import { tagsOf } from '../format/tags.ts';
import { patienceOf } from '../format/time.ts';
import { PresenceSign, useContactTypes } from '../presence/presence-line.tsx';
import { useClock, useDrafts, useList, useOpening, useTimes } from '../shell/context.ts';
import { TagLine } from '../tags/tag-line.tsx';
import { flatly } from '../text/formatting.ts';
import { Badge, Chip } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { Ticks } from '../ui/ticks.tsx';
import css from './entry.module.css';

type Props = {
  id: Id;
  active: boolean;
  stop: boolean;
  onOpen: (id: Id, event: MouseEvent) => void;
};

/** One conversation of the list. Renders again only when something of its own changes. */
export const Entry = memo(function Entry({ id, active, stop, onOpen }: Props) {
  const t = useTranslations('list');
  const notes = useTranslations('notes');
  const times = useTimes();
  const entry = useList((state) => state.entries.get(id));
  const at = entry?.conversation.lastActivityAt;
  const when = useClock((now) => (at === undefined ? '' : times.brief(at, now)));
  const chosen = useList((state) => state.selected.has(id));
  if (!entry) return <div className={css.gone} />;
  const name = nameOf(entry.contact);
  return (
    <div className={css.cell}>
      <button
        type="button"
        className={classes(css.entry, active && css.active, chosen && css.chosen)}
        aria-current={active || undefined}
        aria-pressed={chosen || undefined}
        tabIndex={stop ? 0 : -1}
        data-conversation={id}
        onClick={(event) => onOpen(id, event)}
      >
        {chosen ? (
          <span className={css.check}>
            <Check size={18} aria-hidden="true" />
          </span>
        ) : (
          <Face contact={entry.contact} />
        )}
        <span className={css.body}>
          <span className={css.line}>
            {entry.contact.group && (
              <span className={css.group} title={t('group')}>
                <Users size={13} aria-label={t('group')} />
              </span>
            )}
            <bdi className={classes(css.name, entry.unread > 0 && css.fresh)}>{name}</bdi>
            <Waited entry={entry} />
            <Holder entry={entry} />
            <span className={css.time}>{when}</span>
          </span>
          <span className={css.line}>
            <Preview entry={entry} active={active} />
            <PresenceSign id={id} />
            <TagLine ids={tagsOf(entry)} small most={1} />
            {entry.pending && (
              <span className={css.pending} title={t('pending')}>
                <Hourglass size={12} aria-label={t('pending')} />
              </span>
            )}
            {entry.mentioned && (
              <span className={css.mentioned} title={notes('mentioned')}>
                <AtSign size={13} aria-label={notes('mentioned')} />
              </span>
            )}
            {entry.unread > 0 && (
              <Badge count={entry.unread} label={t('unread', { count: entry.unread })} />
            )}
          </span>
        </span>
      </button>
    </div>
  );
});

function Waited({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('list');
  const times = useTimes();
  const since = entry.service?.state === 'waiting' ? Date.parse(entry.service.createdAt) : null;
  const length = useClock((now) => (since === null ? null : times.length(now - since)));
  const patience = useClock((now) => (since === null ? 'calm' : patienceOf(now - since)));
  if (length === null) return null;
  return (
    <Chip tone={patience === 'calm' ? 'plain' : patience}>
      <span title={t('waitingFor', { time: length })}>{length}</span>
    </Chip>
  );
}

function Holder({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('list');
  const me = useList((state) => state.me);
  const holder = entry.service?.state === 'open' ? entry.service.attendantId : null;
  const name = useOpening((state) =>
    holder === null ? null : (state.colleagues.get(holder)?.name ?? null),
  );
  if (holder === null || holder === me || name === null) return null;
  return (
    <Chip tone="accent">
      <span className={css.holder} title={name}>
        {name === '' ? t('withYou') : name.split(' ')[0]}
      </span>
    </Chip>
  );
}

function Preview({ entry, active }: { entry: ConversationSummary; active: boolean }) {
  const t = useTranslations('list');
  const tick = useTranslations('ticks');
  const kinds = useTranslations('kinds');
  const words = useTranslations('message');
  const me = useList((state) => state.me);
  const typed = useDrafts((state) => state.drafts.get(entry.conversation.id)?.text);
  const author = useOpening((state) =>
    entry.lastMessage?.authorId
      ? state.colleagues.get(entry.lastMessage.authorId)?.name
      : undefined,
  );
  const presence = useTranslations('presence');
  const types = useContactTypes(entry.conversation.id);
  const message = entry.lastMessage;
  const draft = typed ?? entry.draft;
  if (draft.trim() !== '' && !active) {
    return <span className={css.draft}>{t('draft', { text: flatly(draft, 120) })}</span>;
  }
  if (types) return <span className={css.types}>{presence('contactTypes')}</span>;
  if (!message) return <span className={css.text}>{t('nothing')}</span>;
  const text = gistOf(message, kinds);
  const state = message.failure !== null ? 'failed' : message.status;
  return (
    <>
      {message.direction === 'out' && state !== null && !isCallItself(message.content?.call) && (
        <span className={css.tick}>
          <Ticks state={state} label={tick(state)} />
        </span>
      )}
      <span className={classes(css.text, entry.unread > 0 && css.freshText)} dir="auto">
        {message.direction === 'out' && message.authorId === me
          ? t('you', { text })
          : author
            ? `${author.split(' ')[0]}: ${text}`
            : message.sender
              ? t('by', { name: senderName(message.sender) ?? words('someone'), text })
              : text}
      </span>
    </>
  );
}
