import { useTranslations } from 'use-intl';
import type { Instant } from '#shared/contract/scalars.ts';
import { useClock, useOpening, useTimes } from '../shell/context.ts';
import { Stars } from '../ui/stars.tsx';
import type { Row } from './rows.ts';
import css from './separators.module.css';

export function DayLine({ at }: { at: Instant }) {
  const times = useTimes();
  const day = useClock((now) => times.day(at, now));
  return (
    <div className={css.day}>
      <span>{day}</span>
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
