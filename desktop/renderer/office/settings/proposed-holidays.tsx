import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Holiday } from '#shared/contract/business-hours.ts';
import { holidaysOfBrazil } from '#shared/rules/brazil-holidays.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { Dialog, Within } from '../../ui/dialog.tsx';
import css from './parts.module.css';
import { useDayWords } from './use-day-words.ts';

type Props = {
  holidays: readonly Holiday[];
  onClose: () => void;
  onAccept: (holidays: Holiday[]) => void;
};

/** Whether this day is in the list already, for this year or for every one. */
const isThere = (holidays: readonly Holiday[], one: Holiday): boolean =>
  holidays.some(({ day, yearly }) =>
    yearly ? day.slice(5) === one.day.slice(5) : day === one.day && !one.yearly,
  );

/** Brazil's holidays of a year, to be taken over one by one or all. */
export function ProposedHolidays({ holidays, onClose, onAccept }: Props) {
  const t = useTranslations('hours');
  const app = useTranslations('app');
  const words = useDayWords();
  const [first] = useState(() => new Date().getFullYear());
  const [year, setYear] = useState(first);
  const proposed = holidaysOfBrazil(year).filter((one) => !isThere(holidays, one));
  const [left, setLeft] = useState<ReadonlySet<string>>(
    new Set([first, first + 1, first + 2].flatMap(optionalIn)),
  );
  const taken = proposed.filter(({ day }) => !left.has(day));
  const tick = (day: string, on: boolean) =>
    setLeft((now) => {
      const next = new Set(now);
      if (on) next.delete(day);
      else next.add(day);
      return next;
    });
  return (
    <Within value={false}>
      <Dialog
        open
        onClose={onClose}
        title={t('proposeTitle')}
        description={t('proposeText')}
        closeLabel={app('close')}
        actions={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button
              kind="primary"
              disabled={taken.length === 0}
              onClick={() => onAccept(taken.map(({ optional: _, ...holiday }) => holiday))}
            >
              {t('accept', { count: taken.length })}
            </Button>
          </>
        }
      >
        <div className={css.block}>
          <ChoiceField
            label={t('year')}
            value={String(year)}
            choices={[first, first + 1, first + 2].map((one) => ({
              value: String(one),
              label: String(one),
            }))}
            onChoose={(one) => setYear(Number(one))}
          />
          {proposed.length === 0 && <p className={css.soft}>{t('allThere')}</p>}
          <div className={css.proposed}>
            {proposed.map(({ day, yearly, name, optional }) => (
              <CheckField
                key={day}
                checked={!left.has(day)}
                note={optional ? <span className={css.soft}>{t('optional')}</span> : undefined}
                onChange={(on) => tick(day, on)}
              >
                <span className={css.day}>{words({ day, yearly })}</span> {name}
              </CheckField>
            ))}
          </div>
        </div>
      </Dialog>
    </Within>
  );
}

const optionalIn = (year: number): string[] =>
  holidaysOfBrazil(year)
    .filter(({ optional }) => optional)
    .map(({ day }) => day);
