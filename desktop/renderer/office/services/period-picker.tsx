import { CalendarRange, ChevronDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { serviceClocks } from '#shared/contract/service-list.ts';
import { periodNames } from '#shared/contract/service-view.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { classes } from '../../ui/classes.ts';
import { Popover } from '../../ui/popover.tsx';
import { OwnDays } from '../own-days.tsx';
import css from './filter-bar.module.css';
import type { Narrowing } from './narrowing.ts';
import { type CalendarDate, daysOf } from './period.ts';

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
      <OwnDays
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
