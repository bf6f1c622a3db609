import { useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import {
  type AutomaticPart,
  longestAutomatic,
  type TextLanguage,
} from '#shared/contract/automatic-text.ts';
import { contactLanguages } from '#shared/contract/evaluation.ts';
import {
  type AutomaticValues,
  type AutomaticVariable,
  daytimeWords,
  fillAutomatic,
  unknownIn,
  usualTexts,
  variablesOf,
} from '#shared/rules/automatic-text.ts';
import { useOpening, useStores } from '../../shell/context.ts';
import { FormattedText } from '../../text/formatted-text.tsx';
import { Button } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import css from './parts.module.css';

const words = {
  'contact.firstName': 'firstName',
  'contact.name': 'contactName',
  workspace: 'workspace',
  daytime: 'daytime',
  opens: 'opens',
  minutes: 'minutes',
} as const satisfies Record<AutomaticVariable, string>;

type Props = {
  part: AutomaticPart;
  label: string;
  language: TextLanguage;
  text: string;
  /** For the picture of it: what is known beside the contact. */
  values?: AutomaticValues;
  error?: string | undefined;
  onChange: (next: { language: TextLanguage; text: string }) => void;
};

/** A text that contacts get by itself: written, and as it will look. */
export function AutomaticTextField(props: Props) {
  const { part, label, language, text, values, error, onChange } = props;
  const t = useTranslations('automaticText');
  const names = useTranslations('language');
  const { actions } = useStores();
  const workspace = useOpening((state) => state.opening?.workspace ?? null);
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const unknown = unknownIn(text, part);
  const wrong = error ?? textFault(text, t);
  const shown = fillAutomatic(text, {
    'contact.name': 'Maria Silva',
    'contact.firstName': 'Maria',
    daytime: daytimeWords(new Date().getHours(), language),
    workspace,
    ...values,
  });
  function insert(variable: string) {
    const from = area.current?.selectionStart ?? text.length;
    const to = area.current?.selectionEnd ?? from;
    onChange({ language, text: `${text.slice(0, from)}{{${variable}}}${text.slice(to)}` });
    area.current?.focus();
  }
  /** Who has not written their own gets the usual one of the other language. */
  function speak(next: TextLanguage) {
    const own = text.trim() !== '' && text !== usualTexts[part][language];
    onChange({ language: next, text: own ? text : usualTexts[part][next] });
  }
  return (
    <div className={css.block}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        className={css.area}
        rows={3}
        dir="auto"
        lang={language}
        maxLength={longestAutomatic}
        value={text}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange({ language, text: event.target.value })}
      />
      <p id={`${id}-note`} className={wrong === undefined ? css.soft : css.bad}>
        {wrong ??
          (unknown.length > 0
            ? t('unknown', { names: unknown.join(', ') })
            : t('length', { length: text.length, most: longestAutomatic }))}
      </p>
      <fieldset className={css.variables}>
        <legend className="out-of-sight">{t('variables')}</legend>
        {variablesOf[part].map((variable) => (
          <Button
            key={variable}
            size="small"
            title={`{{${variable}}}`}
            onClick={() => insert(variable)}
          >
            {t(words[variable])}
          </Button>
        ))}
      </fieldset>
      <div className={css.medium}>
        <ChoiceField
          label={t('language')}
          hint={t('languageText')}
          value={language}
          choices={contactLanguages.map((one) => ({ value: one, label: names(one) }))}
          onChoose={speak}
        />
      </div>
      <section className={css.preview} aria-label={t('preview')}>
        <p className={css.caption}>{t('preview')}</p>
        <div className={css.bubble} dir="auto">
          <FormattedText text={shown} openLink={actions.openLink} />
        </div>
      </section>
    </div>
  );
}

/** What is wrong with a text, in words. */
export function textFault(text: string, t: (word: 'empty') => string): string | undefined {
  return text.trim() === '' ? t('empty') : undefined;
}
