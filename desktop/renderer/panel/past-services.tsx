import { CornerDownLeft } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import { useClock, useOpening, useStores, useTimes } from '../shell/context.ts';
import { TagLine } from '../tags/tag-line.tsx';
import { TagPicker } from '../tags/tag-picker.tsx';
import { plainly } from '../text/formatting.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Stars } from '../ui/stars.tsx';
import css from './behind.module.css';

/** Newest first: who, when, how long, how it ended, and what the contact thought of it. */
export function PastServices({ services }: { services: readonly Service[] }) {
  const t = useTranslations('panel');
  if (services.length === 0) return <p className={css.faint}>{t('noPast')}</p>;
  return (
    <ul className={css.services}>
      {services.map((service) => (
        <PastService key={service.id} service={service} />
      ))}
    </ul>
  );
}

function PastService({ service }: { service: Service }) {
  const t = useTranslations('panel');
  const tags = useTranslations('tags');
  const evaluations = useTranslations('evaluation');
  const times = useTimes();
  const { actions, jumps } = useStores();
  const { id, conversationId, state, attendantId, createdAt, startedAt, finishedAt } = service;
  const holder = useOpening((opening) =>
    attendantId === null ? undefined : opening.colleagues.get(attendantId)?.name,
  );
  const when = useClock((now) => `${times.day(createdAt, now)}, ${times.clock(createdAt)}`);
  const lasted =
    startedAt && finishedAt ? times.length(Date.parse(finishedAt) - Date.parse(startedAt)) : null;
  const how =
    state === 'waiting'
      ? t('waiting')
      : state === 'open'
        ? t('running')
        : t(`ended.${service.finishReason ?? 'attendant'}`);
  const set = (tagId: Id, on: boolean) => void actions.tagService(conversationId, id, tagId, on);
  const { evaluation } = service;
  return (
    <li className={css.service} data-service={id}>
      <p className={css.serviceHead}>
        <span title={times.full(createdAt)}>{when}</span>
        <IconButton
          label={t('jump')}
          className={css.quiet}
          onClick={() => void jumps.to(conversationId, { serviceId: id, at: createdAt })}
        >
          <CornerDownLeft size={14} />
        </IconButton>
      </p>
      <p className={css.faint}>
        {[holder ?? t('nobody'), lasted, how].filter((part) => part !== null).join(' · ')}
      </p>
      {evaluation && (
        <p className={css.evaluation}>
          <Stars
            score={evaluation.score}
            label={evaluations('evaluated', { score: String(evaluation.score) })}
          />
          {evaluation.comment && <q dir="auto">{plainly(evaluation.comment)}</q>}
        </p>
      )}
      <div className={css.tags}>
        <TagLine ids={service.tags} onOff={(tagId) => set(tagId, false)} />
        <TagPicker label={tags('service')} ids={service.tags} onPick={set} />
      </div>
    </li>
  );
}
