import { CalendarRange, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { serviceClocks } from '#shared/contract/service-list.ts';
import { periodNames } from '#shared/contract/service-view.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { classes } from '../../ui/classes.ts';
import { Popover } from '../../ui/popover.tsx';
import { DateField, Days } from './date-field.tsx';
import css from './filter-bar.module.css';
import type { Narrowing } from './narrowing.ts';
import { type CalendarDate, datePlus, daysOf, isDate } from './period.ts';

type Props = {
  narrowing: Narrowing;
  /** In words. */
  words: string;
  today: CalendarDate;
  onChange: (change: Partial<Narrowing>) => void;
};

/** In which time, and by what of a service. */
export function PeriodPicker(props: Props) {
  const t = useTranslations('services');
  return (
    <Popover
      title={t('period')}
      side="bottom"
      trigger={
        <Button icon={<CalendarRange size={15} />} className={css.period}>
          <span className={css.periodWords}>{props.words}</span>
          <ChevronDown size={14} />
        </Button>
      }
    >
      <Choices {...props} />
    </Popover>
  );
}

function Choices({ narrowing, today, onChange }: Props) {
  const t = useTranslations('services');
  const { by = 'created', period, from, to } = narrowing;
  const anyTime = period === undefined && from === undefined && to === undefined;
  return (
    <>
      <ChoiceField
        label={t('by')}
        value={by}
        choices={serviceClocks.map((value) => ({ value, label: t(`clocks.${value}`) }))}
        onChoose={(value) => onChange({ by: value })}
      />
      <fieldset className={css.presets}>
        <legend className="out-of-sight">{t('period')}</legend>
        <Preset
          label={t('anyTime')}
          chosen={anyTime}
          onChoose={() => onChange({ period: undefined, ...(anyTime && { by: undefined }) })}
        />
        {periodNames.map((name) => (
          <Preset
            key={name}
            label={t(`periods.${name}`)}
            chosen={period === name}
            onChoose={() => onChange({ period: name })}
          />
        ))}
      </fieldset>
      <Ends
        key={`${period} ${from} ${to}`}
        days={period ? daysOf(period, today) : { from, to }}
        today={today}
        onChange={onChange}
      />
    </>
  );
}

type PresetProps = { label: string; chosen: boolean; onChoose: () => void };
function Preset({ label, chosen, onChoose }: PresetProps) {
  return (
    <button
      type="button"
      className={classes(css.preset, chosen && css.chosen)}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      {label}
    </button>
  );
}

type End = 'from' | 'until';
type EndsProps = {
  days: { from: string | undefined; to: string | undefined };
  today: CalendarDate;
  onChange: Props['onChange'];
};

/** Days of one's own; the last one belongs to the period. */
function Ends({ days, today, onChange }: EndsProps) {
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
          onPick={take[open]}
        />
      )}
    </>
  );
}
