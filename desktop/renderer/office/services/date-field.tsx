import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Calendar } from '../../ui/calendar.tsx';
import { type Day, readDay, writeDay } from '../../ui/days.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { CalendarDate } from './period.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const toDate = ({ year, month, date }: Day): CalendarDate =>
  `${year}-${two(month + 1)}-${two(date)}`;
function toDay(date: CalendarDate): Day {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return { year, month: month - 1, date: day };
}

type Props = {
  label: string;
  date: CalendarDate | null;
  /** It lies before the period's first day. */
  wrong: boolean;
  open: boolean;
  onToggle: () => void;
  onTake: (date: CalendarDate | null) => void;
};

/** A day, typed as the language writes it or picked; nothing typed is none. */
export function DateField({ label, date, wrong, open, onToggle, onTake }: Props) {
  const t = useTranslations('services');
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const [unread, setUnread] = useState(false);
  const form = t('dateForm');
  function take() {
    if (typed === null) return;
    const day = readDay(typed, locale);
    setUnread(typed.trim() !== '' && day === null);
    if (typed.trim() === '') onTake(null);
    else if (day) onTake(toDate(day));
  }
  return (
    <TextField
      label={label}
      value={typed ?? (date === null ? '' : writeDay(toDay(date), locale))}
      placeholder={form}
      inputMode="numeric"
      autoComplete="off"
      maxLength={12}
      error={unread ? t('noDate', { form }) : wrong ? t('fromAfterUntil') : undefined}
      trailing={
        <IconButton label={t('calendar', { field: label })} aria-expanded={open} onClick={onToggle}>
          <CalendarDays size={15} />
        </IconButton>
      }
      onChange={(event) => {
        setTyped(event.target.value);
        setUnread(false);
      }}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}

type DaysProps = {
  label: string;
  date: CalendarDate;
  last: CalendarDate;
  onPick: (date: CalendarDate) => void;
};

export function Days({ label, date, last, onPick }: DaysProps) {
  const t = useTranslations('services');
  const [marked, setMarked] = useState<Day>(() => toDay(date));
  return (
    <Calendar
      words={{ label, previous: t('previousMonth'), next: t('nextMonth') }}
      day={marked}
      last={toDay(last)}
      onMark={setMarked}
      onPick={(day) => onPick(toDate(day))}
    />
  );
}
