import { CalendarPlus, Plus, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Holiday, mostHolidays } from '#shared/contract/business-hours.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import css from './parts.module.css';
import { ProposedHolidays } from './proposed-holidays.tsx';
import { useDayWords } from './use-day-words.ts';

type Props = {
  holidays: readonly Holiday[];
  error: string | undefined;
  onChange: (holidays: Holiday[]) => void;
};

/** In the order of the calendar; of two on one day the one that is for every year is enough. */
export const inOrder = (holidays: readonly Holiday[]): Holiday[] =>
  holidays.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

/** Whole days on which it is closed. */
export function Holidays({ holidays, error, onChange }: Props) {
  const t = useTranslations('hours');
  const [proposing, setProposing] = useState(false);
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('holidays')}</legend>
      {holidays.length > 0 && (
        <ul className={css.holidays}>
          {holidays.map((one, nth) => (
            <One
              key={`${one.day} ${one.name}`}
              holiday={one}
              onRemove={() => onChange(holidays.filter((_, n) => n !== nth))}
            />
          ))}
        </ul>
      )}
      {holidays.length < mostHolidays && (
        <Add
          onAdd={(one) =>
            onChange(
              inOrder([
                ...holidays.filter(({ day, name }) => day !== one.day || name !== one.name),
                one,
              ]),
            )
          }
        />
      )}
      <div>
        <Button size="small" icon={<CalendarPlus size={14} />} onClick={() => setProposing(true)}>
          {t('propose')}
        </Button>
      </div>
      {error && <p className={css.bad}>{error}</p>}
      {proposing && (
        <ProposedHolidays
          holidays={holidays}
          onClose={() => setProposing(false)}
          onAccept={(accepted) => {
            onChange(inOrder([...holidays, ...accepted]).slice(0, mostHolidays));
            setProposing(false);
          }}
        />
      )}
    </fieldset>
  );
}

function One({ holiday, onRemove }: { holiday: Holiday; onRemove: () => void }) {
  const t = useTranslations('hours');
  const words = useDayWords();
  return (
    <li className={css.holiday}>
      <span className={css.day}>{words(holiday)}</span>
      <bdi className={css.name}>{holiday.name}</bdi>
      <IconButton label={t('removeHoliday', { name: holiday.name })} side="top" onClick={onRemove}>
        <Trash2 size={14} />
      </IconButton>
    </li>
  );
}

function Add({ onAdd }: { onAdd: (holiday: Holiday) => void }) {
  const t = useTranslations('hours');
  const id = useId();
  const [day, setDay] = useState('');
  const [name, setName] = useState('');
  const [yearly, setYearly] = useState(false);
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(day) && name.trim() !== '';
  function add() {
    if (!whole) return;
    onAdd({ day, yearly, name: name.trim() });
    setDay('');
    setName('');
    setYearly(false);
  }
  return (
    <div className={css.row}>
      <label htmlFor={`${id}-day`} className={css.small}>
        {t('day')}
        <input
          id={`${id}-day`}
          type="date"
          className={css.input}
          value={day}
          min="2000-01-01"
          max="2199-12-31"
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <label htmlFor={`${id}-name`} className={css.small}>
        {t('name')}
        <input
          id={`${id}-name`}
          className={css.input}
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // It adds a day, and saves nothing yet.
            event.preventDefault();
            add();
          }}
        />
      </label>
      <label className={css.tick}>
        <input
          type="checkbox"
          checked={yearly}
          onChange={(event) => setYearly(event.target.checked)}
        />
        {t('yearly')}
      </label>
      <Button size="small" icon={<Plus size={14} />} disabled={!whole} onClick={add}>
        {t('addHoliday')}
      </Button>
    </div>
  );
}
