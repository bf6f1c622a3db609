import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mostMonths } from '#shared/contract/retention.ts';
import { useTimes } from '../../shell/context.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { Fetched } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import { MinutesField } from './minutes-field.tsx';
import css from './parts.module.css';
import { SettingForm } from './setting-form.tsx';

const fits = (months: number | null): months is number =>
  months !== null && months >= 1 && months <= mostMonths;

/** How long messages are kept, and how many would go. */
export function RetentionPart() {
  const t = useTranslations('retention');
  const [sure, setSure] = useState<number | null>(null);
  return (
    <SettingForm
      name="retention"
      title={t('title')}
      text={t('text')}
      faults={({ months }, saved) => ({
        ...(months !== null && !fits(months) && { months: t('wrong', { most: mostMonths }) }),
        // Fewer months than before take something away for good.
        ...(fits(months) &&
          months < (saved.months ?? Number.POSITIVE_INFINITY) &&
          sure !== months && { months: t('unsure') }),
      })}
    >
      {({ draft, saved, change, fault }) => (
        <>
          <MinutesField
            label={t('on')}
            hint={t('onText')}
            field={t('months')}
            usual={24}
            plain
            value={draft.months}
            error={fits(draft.months) ? undefined : fault('months')}
            onChange={(months) => change({ months })}
          >
            {fits(draft.months) && <Going months={draft.months} />}
          </MinutesField>
          {fits(draft.months) && draft.months < (saved.months ?? Number.POSITIVE_INFINITY) && (
            <div className={css.under}>
              <CheckField
                checked={sure === draft.months}
                onChange={(on) => setSure(on ? draft.months : null)}
              >
                {t('sure')}
              </CheckField>
            </div>
          )}
        </>
      )}
    </SettingForm>
  );
}

function Going({ months }: { months: number }) {
  const t = useTranslations('retention');
  const times = useTimes();
  const asked = useAsked('GET /settings/retention/count', { query: { months } });
  return (
    <Fetched asked={asked}>
      {({ before, messages, attachments, conversations }) => (
        <p className={css.notice} role="status">
          {messages === 0
            ? t('nothing', { before: times.full(before) })
            : t('going', { before: times.full(before), messages, attachments, conversations })}
        </p>
      )}
    </Fetched>
  );
}
