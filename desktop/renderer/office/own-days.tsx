import { useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './filters.module.css';
import { DateField, Days } from './services/date-field.tsx';
import { type CalendarDate, datePlus, isDate } from './services/period.ts';

type End = 'from' | 'until';
/** [from, to). */
export type OwnPeriod = { from: CalendarDate | undefined; to: CalendarDate | undefined };
type Props = { days: OwnPeriod; today: CalendarDate; onChange: (days: OwnPeriod) => void };

/** Days of one's own; on the screen the last one belongs to the period. */
export function OwnDays({ days, today, onChange }: Props) {
  const t = useTranslations('services');
  const [open, setOpen] = useState<End | null>(null);
  const from = days.from !== undefined && isDate(days.from) ? days.from : null;
  const until = days.to !== undefined && isDate(days.to) ? datePlus(days.to, -1) : null;
  const take = {
    from: (date: CalendarDate | null) => onChange({ from: date ?? undefined, to: days.to }),
    until: (date: CalendarDate | null) =>
      onChange({ from: days.from, to: date === null ? undefined : datePlus(date, 1) }),
  };
  const field = (end: End, date: CalendarDate | null) => (
    <DateField
      label={t(end)}
      date={date}
      wrong={end === 'until' && from !== null && date !== null && date < from}
      open={open === end}
      onToggle={() => setOpen(open === end ? null : end)}
      onTake={take[end]}
    />
  );
  return (
    <>
      <div className={css.ends}>
        {field('from', from)}
        {field('until', until)}
      </div>
      {open && (
        <Days
          key={open}
          label={t('calendar', { field: t(open) })}
          date={(open === 'from' ? from : until) ?? today}
          last={today}
          onPick={(date) => {
            take[open](date);
            setOpen(null);
          }}
        />
      )}
    </>
  );
}
