import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Template } from '#shared/contract/template.ts';
import { placeholdersOf, previewTemplate, type TemplateValues } from '#shared/rules/template.ts';
import { useStores } from '../shell/context.ts';
import { FormattedText } from '../text/formatted-text.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './template-dialog.module.css';

/** As long as Meta takes a value. */
const longestValue = 1_000;

type Props = {
  template: Template;
  values: TemplateValues;
  contactName: string;
  onChange: (values: TemplateValues) => void;
  /** What else it needs, above the fields. */
  children?: ReactNode;
};

/** What the contact will read, and a field for each of its values. */
export function TemplatePreview({ template, values, contactName, onChange, children }: Props) {
  const t = useTranslations('templates');
  const { actions } = useStores();
  // A name is given by whoever wrote the template; a number says nothing by itself.
  const named = (placeholder: string) => placeholder.replaceAll('_', ' ');
  const label = (part: keyof TemplateValues, placeholder: string) =>
    /^\d+$/.test(placeholder)
      ? t(part === 'header' ? 'headerValue' : 'value', { name: placeholder })
      : named(placeholder);
  const shown = previewTemplate(template, values, (name) => `‹${named(name)}›`);
  const fields = (['header', 'body'] as const).flatMap((part) =>
    placeholdersOf(template[part]).map((placeholder) => ({ part, placeholder })),
  );
  return (
    <>
      <section className={css.preview} aria-label={t('preview', { name: contactName })}>
        <p className={css.caption}>{t('preview', { name: contactName })}</p>
        <div className={css.bubble} dir="auto">
          {shown.header && <p className={css.header}>{shown.header}</p>}
          <FormattedText text={shown.body} openLink={actions.openLink} />
          {shown.footer && <p className={css.footer}>{shown.footer}</p>}
        </div>
      </section>
      {children}
      {fields.length > 0 && (
        <div className={css.fields}>
          {fields.map(({ part, placeholder }) => (
            <TextField
              key={`${part} ${placeholder}`}
              label={label(part, placeholder)}
              value={values[part][placeholder] ?? ''}
              maxLength={longestValue}
              onChange={(event) =>
                onChange({
                  ...values,
                  [part]: { ...values[part], [placeholder]: event.target.value },
                })
              }
            />
          ))}
        </div>
      )}
    </>
  );
}
