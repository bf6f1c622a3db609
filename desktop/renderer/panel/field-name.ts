import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

const plain = ['name', 'notes', 'phone', 'email', 'tag'] as const;

/** What a person calls a field that `edits` of a contact names. */
export function useFieldName(): (field: string) => string {
  const t = useTranslations('panel');
  return useCallback(
    (field) => {
      const [kind, ...rest] = field.split(':');
      if (kind === 'attribute') return rest.join(':');
      if (kind === 'consent') return t('consent');
      const known = plain.find((one) => one === field);
      return known ? t(`fields.${known}`) : field;
    },
    [t],
  );
}
