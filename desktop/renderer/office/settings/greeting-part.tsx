import { useTranslations } from 'use-intl';
import { CheckField } from '../../ui/check-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AutomaticTextField, textFault } from './automatic-text-field.tsx';
import { minutesOf } from './draft.ts';
import css from './parts.module.css';
import { SettingForm } from './setting-form.tsx';
import { useTyped } from './use-typed.ts';

const mostHours = 720;

/** What a contact is told whose message opens a service. */
export function GreetingPart() {
  const t = useTranslations('greetingSetting');
  const automatic = useTranslations('automaticText');
  return (
    <SettingForm
      name="greeting"
      title={t('title')}
      text={t('text')}
      faults={({ againHours, text }) => {
        const empty = textFault(text, automatic);
        return {
          ...(!(againHours >= 1 && againHours <= mostHours) && {
            againHours: t('againWrong', { most: mostHours }),
          }),
          ...(empty && { text: empty }),
        };
      }}
    >
      {({ draft, change, fault }) => (
        <>
          <CheckField checked={draft.on} hint={t('onText')} onChange={(on) => change({ on })}>
            {t('on')}
          </CheckField>
          {draft.on && (
            <div className={css.under}>
              <AutomaticTextField
                part="greeting"
                label={t('words')}
                language={draft.language}
                text={draft.text}
                error={fault('text')}
                onChange={change}
              />
              <Hours
                value={draft.againHours}
                error={fault('againHours')}
                onChange={(againHours) => change({ againHours })}
              />
            </div>
          )}
        </>
      )}
    </SettingForm>
  );
}

type HoursProps = { value: number; error: string | undefined; onChange: (value: number) => void };

function Hours({ value, error, onChange }: HoursProps) {
  const t = useTranslations('greetingSetting');
  const typed = useTyped(value, onChange, minutesOf);
  return (
    <TextField
      className={css.medium}
      label={t('again')}
      hint={t('againText')}
      error={error}
      inputMode="numeric"
      autoComplete="off"
      {...typed}
    />
  );
}
