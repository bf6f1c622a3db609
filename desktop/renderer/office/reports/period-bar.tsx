import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Choice as ChoiceBox } from '../../ui/choice.tsx';
import { type Choice, type Day, dayPlus, presets, type Span, spanChosen } from './period.ts';
import css from './period-bar.module.css';

type Props = {
  choice: Choice;
  today: Day | null;
  compared: boolean;
  onChoose: (choice: Choice, compared: boolean) => void;
};

/** Which days, and whether those before them are told, too. */
export function PeriodBar({ choice, today, compared, onChoose }: Props) {
  const t = useTranslations('reports');
  const value = choice.preset ?? 'free';
  const span = today === null ? null : spanChosen(choice, today);
  return (
    <>
      <ChoiceBox
        label={t('period')}
        value={value}
        choices={[...presets, 'free' as const].map((one) => ({ value: one, label: t(one) }))}
        onChoose={(one) => {
          if (one !== 'free') onChoose({ preset: one }, compared);
          else if (span) onChoose({ preset: null, span }, compared);
        }}
      />
      {choice.preset === null && (
        <FreeDays
          key={`${choice.span.from} ${choice.span.to}`}
          span={choice.span}
          onChoose={(next) => onChoose({ preset: null, span: next }, compared)}
        />
      )}
      <label className={css.check}>
        <input
          type="checkbox"
          checked={compared}
          onChange={(event) => onChoose(choice, event.target.checked)}
        />
        {t('compare')}
      </label>
    </>
  );
}

/** Typed as the last day, kept as the day after it. */
function FreeDays({ span, onChoose }: { span: Span; onChoose: (span: Span) => void }) {
  const t = useTranslations('reports');
  const id = useId();
  const [from, setFrom] = useState(span.from);
  const [last, setLast] = useState(dayPlus(span.to, -1));
  const whole = from !== '' && last !== '';
  const wrong = whole && last < from;
  return (
    <form
      className={css.free}
      onSubmit={(event) => {
        event.preventDefault();
        if (whole && !wrong) onChoose({ from, to: dayPlus(last, 1) });
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
