import { CircleDot } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { mostSpans } from '#shared/contract/business-hours.ts';
import { QuietHours } from '../../settings/quiet-hours.tsx';
import { useTimes } from '../../shell/context.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { useAsked } from '../use-asked.ts';
import { AutomaticTextField, textFault } from './automatic-text-field.tsx';
import { Holidays } from './holidays.tsx';
import css from './parts.module.css';
import { SettingForm } from './setting-form.tsx';

/** When it is open, and what contacts are told while it is not. */
export function HoursPart() {
  const t = useTranslations('hours');
  const automatic = useTranslations('automaticText');
  return (
    <SettingForm
      name="hours"
      title={t('title')}
      text={t('text')}
      refused={{ weekly: t('noDay'), holidays: t('holidayWrong') }}
      faults={({ on, away, weekly, awayText }) => {
        const empty = on && away ? textFault(awayText, automatic) : undefined;
        return {
          ...(on && !weekly.some(({ days }) => days.length > 0) && { weekly: t('noDay') }),
          ...(empty && { awayText: empty }),
        };
      }}
    >
      {({ draft, saved, change, fault }) => (
        <>
          <CheckField checked={draft.on} hint={t('onText')} onChange={(on) => change({ on })}>
            {t('on')}
          </CheckField>
          {draft.on && (
            <div className={css.under}>
              <Now key={JSON.stringify(saved)} />
              <fieldset className={css.group}>
                <legend className={css.legend}>{t('weekly')}</legend>
                <QuietHours
                  spans={draft.weekly}
                  most={mostSpans}
                  usual={{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }}
                  onChange={(weekly) => change({ weekly })}
                />
                <p className={fault('weekly') ? css.bad : css.soft}>
                  {fault('weekly') ?? t('weeklyText')}
                </p>
              </fieldset>
              <Holidays
                holidays={draft.holidays}
                error={fault('holidays')}
                onChange={(holidays) => change({ holidays })}
              />
              <CheckField
                checked={draft.away}
                hint={t('awayText')}
                onChange={(away) => change({ away })}
              >
                {t('away')}
              </CheckField>
              {draft.away && (
                <div className={css.under}>
                  <AutomaticTextField
                    part="away"
                    label={t('awayWords')}
                    language={draft.awayLanguage}
                    text={draft.awayText}
                    error={fault('awayText')}
                    values={{
                      opens: draft.awayLanguage === 'en' ? 'tomorrow at 08:00' : 'amanhã às 08:00',
                    }}
                    onChange={({ language, text }) =>
                      change({ awayLanguage: language, awayText: text })
                    }
                  />
                </div>
              )}
            </div>
          )}
        </>
      )}
    </SettingForm>
  );
}

/** Whether it is open now by what is saved. */
function Now() {
  const t = useTranslations('hours');
  const times = useTimes();
  const { value } = useAsked('GET /settings/hours/now');
  if (!value) return null;
  const { open, changesAt } = value;
  const when = changesAt && times.full(changesAt);
  return (
    <p className={css.row} role="status">
      {open ? <StatusDot tone="good" /> : <CircleDot size={12} aria-hidden="true" />}
      <span className={css.soft}>
        {t(open ? 'openNow' : 'closedNow')} {when && t(open ? 'closesAt' : 'opensAt', { when })}
      </span>
    </p>
  );
}
