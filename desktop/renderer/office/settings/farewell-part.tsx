import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContactLanguage } from '#shared/contract/evaluation.ts';
import { contactLanguages } from '#shared/contract/evaluation.ts';
import { longestFarewell, longestNotice, mostFarewells } from '#shared/contract/timing.ts';
import { usualFarewells } from '#shared/rules/farewell.ts';
import { Button } from '../../ui/button.tsx';
import { MinutesField } from './minutes-field.tsx';
import css from './parts.module.css';
import { SettingForm } from './setting-form.tsx';

/** What opens no new service when it comes soon after the end of one. */
export function FarewellPart() {
  const t = useTranslations('farewells');
  const timing = useTranslations('timing');
  const fits = (words: readonly string[]) =>
    words.length <= mostFarewells && words.every((word) => word.length <= longestFarewell);
  const wrong = t('wrong', { longest: longestFarewell, most: mostFarewells });
  return (
    <SettingForm
      name="farewells"
      title={t('title')}
      text={t('text')}
      faults={(draft) => ({
        ...(draft.minutes !== null &&
          !(draft.minutes >= 1 && draft.minutes <= longestNotice) && {
            minutes: timing('minutesWrong', { most: longestNotice }),
          }),
        ...Object.fromEntries(
          contactLanguages.filter((one) => !fits(draft[one])).map((one) => [one, wrong]),
        ),
      })}
    >
      {({ draft, change, fault }) => (
        <MinutesField
          label={t('on')}
          hint={t('onText')}
          field={t('minutes')}
          usual={30}
          value={draft.minutes}
          error={fault('minutes')}
          onChange={(minutes) => change({ minutes })}
        >
          <div className={css.two}>
            {contactLanguages.map((one) => (
              <Words
                key={one}
                language={one}
                words={draft[one]}
                error={fault(one)}
                onChange={(words) => change({ [one]: words })}
              />
            ))}
          </div>
        </MinutesField>
      )}
    </SettingForm>
  );
}

type WordsProps = {
  language: ContactLanguage;
  words: readonly string[];
  error: string | undefined;
  onChange: (words: string[]) => void;
};

const linesOf = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** One a line. */
function Words({ language, words, error, onChange }: WordsProps) {
  const t = useTranslations('farewells');
  const names = useTranslations('language');
  const id = useId();
  const [typed, setTyped] = useState(words.join('\n'));
  // What was put back, or what the server made of it.
  const shown = linesOf(typed).join('\n') === words.join('\n') ? typed : words.join('\n');
  const usual = usualFarewells[language];
  return (
    <div className={css.block}>
      <label htmlFor={id} className={css.label}>
        {names(language)}
      </label>
      <textarea
        id={id}
        className={css.area}
        rows={9}
        lang={language}
        value={shown}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(linesOf(event.target.value));
        }}
      />
      <p id={`${id}-note`} className={error === undefined ? css.soft : css.bad}>
        {error ?? t('oneEach', { count: words.length })}
      </p>
      {words.join('\n') !== usual.join('\n') && (
        <div>
          <Button size="small" onClick={() => onChange([...usual])}>
            {t('usual')}
          </Button>
        </div>
      )}
    </div>
  );
}
