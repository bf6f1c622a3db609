import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ServiceDetail, ServiceTimes } from '#shared/contract/service-detail.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { TagLine } from '../../tags/tag-line.tsx';
import { Chip } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Stars } from '../../ui/stars.tsx';
import type { Moments } from './moments.ts';
import css from './service-details.module.css';
import { contactName, tones } from './services-table.tsx';

type Props = {
  service: ServiceDetail;
  /** Null: on their way. */
  times: ServiceTimes | null;
  moments: Moments;
  onContact: () => void;
};

export function ServiceFacts({ service, times, moments, onContact }: Props) {
  const t = useTranslations('serviceDetails');
  const list = useTranslations('services');
  const { contact, state, finishReason, attendant, team, tags, evaluation } = service;
  const span = (seconds: number | null | undefined) =>
    typeof seconds === 'number' ? moments.span(seconds) : '—';
  return (
    <section aria-label={t('facts')}>
      <dl className={css.list}>
        <Fact name={list('contact')}>
          <bdi>{contactName(contact)}</bdi>
          {contact.phone && contact.name && (
            <span className={css.soft}>{showPhone(contact.phone)}</span>
          )}
          <Button kind="plain" size="small" className={css.all} onClick={onContact}>
            {t('allOfContact')}
          </Button>
        </Fact>
        <Fact name={list('state')}>
          <Chip tone={tones[state]}>{list(`states.${state}`)}</Chip>
          {finishReason && <span className={css.soft}>{list(`reasons.${finishReason}`)}</span>}
        </Fact>
        <Fact name={list('attendant')}>
          <bdi>{attendant?.name ?? list('nobody')}</bdi>
        </Fact>
        <Fact name={list('team')}>
          <bdi>{team?.name ?? list('noTeam')}</bdi>
        </Fact>
        {tags.length > 0 && (
          <Fact name={t('tags')}>
            <span className={css.tags}>
              <TagLine ids={tags} />
            </span>
          </Fact>
        )}
        <Fact name={t('waiting')}>{span(times?.waiting)}</Fact>
        <Fact name={t('firstAnswer')}>
          {span(times?.firstAnswer)}
          {times?.answeredBy && (
            <span className={css.soft}>{t('by', { name: times.answeredBy.name })}</span>
          )}
        </Fact>
        <Fact name={t('duration')}>{span(times?.duration)}</Fact>
        <Fact name={list('evaluation')}>
          {evaluation ? (
            <>
              <Stars
                score={evaluation.score}
                label={list('score', { score: evaluation.score })}
                size={15}
              />
              {evaluation.comment && <q className={css.comment}>{evaluation.comment}</q>}
              <span className={css.soft}>{moments.short(evaluation.at)}</span>
            </>
          ) : (
            list('notEvaluated')
          )}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
