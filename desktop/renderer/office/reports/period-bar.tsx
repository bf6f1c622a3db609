import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { periodNames } from '#shared/contract/service-view.ts';
import { Button } from '../../ui/button.tsx';
import { Choice as ChoiceBox } from '../../ui/choice.tsx';
import { type CalendarDate, type Days, datePlus } from '../services/period.ts';
import { type Asking, type Choice, daysChosen } from './period.ts';
import css from './period-bar.module.css';

type Props = {
  asking: Asking;
  today: CalendarDate | null;
  onAsk: (asking: Asking) => void;
};

/** Which days, and whether those before them are told, too. */
export function PeriodBar({ asking, today, onAsk }: Props) {
  const t = useTranslations('reports');
  const named = useTranslations('services');
  const { choice, compared } = asking;
  const choose = (next: Choice) => onAsk({ ...asking, choice: next });
  const value = choice.preset ?? 'free';
  const days = today === null ? null : daysChosen(choice, today);
  return (
    <>
      <ChoiceBox
        label={t('period')}
        value={value}
        choices={[
          ...periodNames.map((name) => ({ value: name, label: named(`periods.${name}`) })),
          { value: 'free' as const, label: t('free') },
        ]}
        onChoose={(one) => {
          if (one !== 'free') choose({ preset: one });
          else if (days) choose({ preset: null, days });
        }}
      />
      {choice.preset === null && (
        <FreeDays
          key={`${choice.days.from} ${choice.days.to}`}
          days={choice.days}
          onChoose={(next) => choose({ preset: null, days: next })}
        />
      )}
      <label className={css.check}>
        <input
          type="checkbox"
          checked={compared}
          onChange={(event) => onAsk({ ...asking, compared: event.target.checked })}
        />
        {t('compare')}
      </label>
    </>
  );
}

/** Typed as the last day, kept as the day after it. */
function FreeDays({ days, onChoose }: { days: Days; onChoose: (days: Days) => void }) {
  const t = useTranslations('reports');
  const id = useId();
  const [from, setFrom] = useState(days.from);
  const [last, setLast] = useState(datePlus(days.to, -1));
  const whole = from !== '' && last !== '';
  const wrong = whole && last < from;
  return (
    <form
      className={css.free}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole && !wrong) onChoose({ from, to: datePlus(last, 1) });
      }}
    >
      <input
        type="date"
        className={css.day}
        aria-label={t('firstDay')}
        min="1970-01-01"
        max="2099-12-31"
        required
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      –
      <input
        type="date"
        className={css.day}
        aria-label={t('lastDay')}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? id : undefined}
        min="1970-01-01"
        max="2099-12-31"
        required
        value={last}
        onChange={(event) => setLast(event.target.value)}
      />
      <Button type="submit" disabled={!whole || wrong}>
        {t('show')}
      </Button>
      {wrong && (
        <p id={id} role="alert" className={css.wrong}>
          {t('badDays')}
        </p>
      )}
    </form>
  );
}
