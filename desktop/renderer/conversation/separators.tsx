import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { useClock, useOpening, useStores, useTimes } from '../shell/context.ts';
import { Stars } from '../ui/stars.tsx';
import type { Row } from './rows.ts';
import css from './separators.module.css';

/** Leads to another day. */
export function DayLine({ at }: { at: Instant }) {
  const t = useTranslations('reading');
  const times = useTimes();
  const { dialogs } = useStores();
  const day = useClock((now) => times.day(at, now));
  return (
    <div className={css.day}>
      <button
        type="button"
        tabIndex={-1}
        title={t('toDate')}
        aria-haspopup="dialog"
        onClick={() => dialogs.pickDate(at)}
      >
        {day}
      </button>
    </div>
  );
}

/** Here begins what is new. */
export function NewLine({ count }: { count: number }) {
  const t = useTranslations('reading');
  return (
    <div className={css.fresh} data-unread>
      <span>{t('new', { count })}</span>
    </div>
  );
}

type Gap = { conversationId: Id; below: number; missing: number };

/** What is not here comes as soon as the server answers. */
export function GapLine({ conversationId, below, missing }: Gap) {
  const t = useTranslations('reading');
  const { threads } = useStores();
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  useEffect(() => {
    if (!offline) void threads.fill(conversationId, below);
  }, [offline, threads, conversationId, below]);
  return (
    <div className={css.gap}>
      <span>{t(offline ? 'gapOffline' : 'gap', { count: missing })}</span>
    </div>
  );
}

const endings = {
  attendant: 'finishedBy',
  inactivity: 'finishedInactivity',
  unattended: 'finishedUnattended',
} as const;

/** A moment of a service. The contract says who holds it, or held it at its end: that name is shown. */
export function ServiceLine({ moment, service, at }: Extract<Row, { type: 'service' }>) {
  const t = useTranslations('conversation');
  const evaluations = useTranslations('evaluation');
  const times = useTimes();
  const holder = useOpening((state) =>
    service.attendantId === null ? undefined : state.colleagues.get(service.attendantId)?.name,
  );
  const time = times.clock(at);
  const text =
    moment === 'queued'
      ? t('queuedAt', { time })
      : moment === 'started'
        ? t('startedAt', { time, name: holder ?? t('someone') })
        : t(endings[service.finishReason ?? 'attendant'], { time });
  return (
    <div className={css.service} data-moment={moment}>
      <span title={times.full(at)}>{text}</span>
      {moment === 'finished' && service.evaluation && (
        <Stars
          score={service.evaluation.score}
          label={evaluations('evaluated', { score: String(service.evaluation.score) })}
        />
      )}
    </div>
  );
}

export function Beginning() {
  const t = useTranslations('conversation');
  return <div className={css.beginning}>{t('beginning')}</div>;
}
