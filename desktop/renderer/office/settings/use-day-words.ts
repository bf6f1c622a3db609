import { useLocale, useTranslations } from 'use-intl';
import type { Holiday } from '#shared/contract/business-hours.ts';

/** As one writes a day that comes once, or every year. */
export function useDayWords() {
  const locale = useLocale();
  const t = useTranslations('hours');
  return ({ day, yearly }: Pick<Holiday, 'day' | 'yearly'>): string => {
    const shown = new Intl.DateTimeFormat(locale, {
      ...{ timeZone: 'UTC', day: 'numeric', month: 'short' },
      ...(!yearly && { year: 'numeric', weekday: 'short' }),
    }).format(new Date(`${day}T12:00:00Z`));
    return yearly ? t('everyYear', { day: shown }) : shown;
  };
}
