import { useTranslations } from 'use-intl';
import type { ServiceDetail } from '#shared/contract/service-detail.ts';
import { stepWords } from '#shared/rules/step-words.ts';
import type { Moments } from './moments.ts';
import css from './service-details.module.css';

/** Everything that was done with it, by whom and when. */
export function ServiceSteps({ service, moments }: { service: ServiceDetail; moments: Moments }) {
  const t = useTranslations('serviceDetails');
  return (
    <section className={css.part} aria-labelledby="service-steps">
      <h2 id="service-steps" className={css.heading}>
        {t('history')}
      </h2>
      <ol className={css.steps}>
        {service.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end.
          <li key={n} className={css.step}>
            <span>
              {t(`steps.${stepWords(step)}`, {
                who: step.who?.name ?? '',
                holder: step.holder?.name ?? '',
                team: step.team?.name ?? '',
              })}
            </span>
            <time className={css.soft} dateTime={step.when} title={moments.full(step.when)}>
              {moments.short(step.when)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
