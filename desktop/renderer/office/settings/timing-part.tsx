import { useTranslations } from 'use-intl';
import { longestNotice, longestSilence } from '#shared/contract/timing.ts';
import { AutomaticTextField, textFault } from './automatic-text-field.tsx';
import { MinutesField } from './minutes-field.tsx';
import { SettingForm } from './setting-form.tsx';

/** NaN is none. */
const within = (minutes: number | null, most: number): boolean =>
  minutes === null || (minutes >= 1 && minutes <= most);

/** When services end by themselves, and what their contacts are told before. */
export function TimingPart() {
  const t = useTranslations('timing');
  const automatic = useTranslations('automaticText');
  return (
    <SettingForm
      name="timing"
      title={t('title')}
      text={t('text')}
      refused={{ warningMinutes: t('warningLate') }}
      faults={(draft) => {
        const { inactivityMinutes: end, warningMinutes: warning } = draft;
        const wrong = (most: number) => t('minutesWrong', { most });
        const empty = warning === null ? undefined : textFault(draft.warningText, automatic);
        return {
          ...(!within(end, longestSilence) && { inactivityMinutes: wrong(longestSilence) }),
          ...(!within(draft.unattendedMinutes, longestSilence) && {
            unattendedMinutes: wrong(longestSilence),
          }),
          ...(!within(warning, longestNotice) && { warningMinutes: wrong(longestNotice) }),
          ...(end !== null &&
            warning !== null &&
            warning >= end && { warningMinutes: t('warningLate') }),
          ...(empty && { warningText: empty }),
        };
      }}
    >
      {({ draft, change, fault }) => (
        <>
          <MinutesField
            label={t('inactivity')}
            hint={t('inactivityText')}
            field={t('minutes')}
            usual={30}
            value={draft.inactivityMinutes}
            error={fault('inactivityMinutes')}
            onChange={(inactivityMinutes) => change({ inactivityMinutes })}
          />
          <MinutesField
            label={t('unattended')}
            hint={t('unattendedText')}
            field={t('minutes')}
            usual={24 * 60}
            value={draft.unattendedMinutes}
            error={fault('unattendedMinutes')}
            onChange={(unattendedMinutes) => change({ unattendedMinutes })}
          />
          <MinutesField
            label={t('warning')}
            hint={draft.inactivityMinutes === null ? t('warningNever') : t('warningText')}
            field={t('before')}
            usual={5}
            disabled={draft.inactivityMinutes === null}
            value={draft.warningMinutes}
            error={fault('warningMinutes')}
            onChange={(warningMinutes) => change({ warningMinutes })}
          >
            <AutomaticTextField
              part="warning"
              label={t('warningWords')}
              language={draft.warningLanguage}
              text={draft.warningText}
              error={fault('warningText')}
              values={{
                minutes: Number.isNaN(draft.warningMinutes) ? null : String(draft.warningMinutes),
              }}
              onChange={({ language, text }) =>
                change({ warningLanguage: language, warningText: text })
              }
            />
          </MinutesField>
        </>
      )}
    </SettingForm>
  );
}
