import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useOpening } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './filter-bar.module.css';
import type { Moments } from './moments.ts';
import { MoreFilters } from './more-filters.tsx';
import { type Narrowed, type Narrowing, partsOf, states } from './narrowing.ts';
import type { CalendarDate } from './period.ts';
import { PeriodPicker } from './period-picker.tsx';

type Props = {
  narrowing: Narrowing;
  moments: Moments;
  today: CalendarDate;
  words: {
    periodWords: (narrowing: Narrowing) => string;
    partWords: (narrowing: Narrowing, part: readonly Narrowed[]) => string;
  };
  onChange: (change: Partial<Narrowing>) => void;
  onClear: () => void;
};

/** What the list is narrowed to: asked above, and said below as so many words that one can take away. */
export function FilterBar(props: Props) {
  const t = useTranslations('services');
  const { narrowing, moments, today, words, onChange } = props;
  return (
    <search className={css.bar} aria-label={t('filters')}>
      <div className={css.row}>
        <WordsField narrowing={narrowing} onChange={onChange} />
        <PeriodPicker
          narrowing={narrowing}
          words={words.periodWords(narrowing)}
          today={today}
          onChange={onChange}
        />
        <Choice
          label={t('state')}
          value={narrowing.state ?? 'any'}
          choices={[
            { value: 'any', label: t('anyState') },
            ...states.map((value) => ({ value, label: t(`states.${value}`) })),
          ]}
          onChoose={(value) => onChange({ state: value === 'any' ? undefined : value })}
        />
        <Attendant narrowing={narrowing} onChange={onChange} />
        <MoreFilters narrowing={narrowing} moments={moments} onChange={onChange} />
      </div>
      <Chips {...props} />
    </search>
  );
}

type Part = Pick<Props, 'narrowing' | 'onChange'>;

function Attendant({ narrowing, onChange }: Part) {
  const t = useTranslations('services');
  const colleagues = useOpening((state) => state.colleagues);
  return (
    <Choice
      label={t('attendant')}
      value={narrowing.attendantId ?? 'any'}
      choices={[
        { value: 'any', label: t('anyAttendant') },
        { value: 'nobody', label: t('nobody') },
        ...[...colleagues.values()].map(({ id, name, active }) => ({
          value: id,
          label: active ? name : t('inactive', { name }),
        })),
      ]}
      onChoose={(value) => onChange({ attendantId: value === 'any' ? undefined : value })}
    />
  );
}

/** After a key it is asked for what stands there (ms). */
const typingPause = 350;

function WordsField({ narrowing, onChange }: Part) {
  const t = useTranslations('services');
  const asked = narrowing.text ?? '';
  const [typed, setTyped] = useState(asked);
  const last = useRef(asked);
  // What came from elsewhere: a view, a figure, a chip that was taken away.
  useEffect(() => {
    if (last.current !== asked) setTyped(asked);
    last.current = asked;
  }, [asked]);
  const ask = useRef((_text: string) => {});
  ask.current = (text) => {
    last.current = text.trim();
    if (text.trim() !== asked) onChange({ text: text.trim() || undefined });
  };
  useEffect(() => {
    const later = setTimeout(() => ask.current(typed), typingPause);
    return () => clearTimeout(later);
  }, [typed]);
  return (
    <TextField
      className={css.find}
      type="search"
      bare
      label={t('find')}
      placeholder={t('find')}
      icon={<Search size={15} />}
      autoComplete="off"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && ask.current(typed)}
    />
  );
}

function Chips({ narrowing, words, onChange, onClear }: Props) {
  const t = useTranslations('services');
  const parts = partsOf(narrowing);
  const bar = useRef<HTMLUListElement>(null);
  if (parts.length === 0) return null;
  function takeAway(part: readonly Narrowed[], n: number) {
    onChange(Object.fromEntries(part.map((name) => [name, undefined])));
    // The keyboard goes on where the next one is.
    const buttons = bar.current?.querySelectorAll<HTMLElement>('button');
    (buttons?.[n + 1] ?? buttons?.[n - 1])?.focus();
  }
  return (
    <ul className={css.chips} ref={bar}>
      {parts.map((part, n) => {
        const filter = words.partWords(narrowing, part);
        return (
          <li key={part.join(' ')} className={css.chip}>
            <bdi className={css.chipWords} title={filter}>
              {filter}
            </bdi>
            <button
              type="button"
              className={css.off}
              aria-label={t('remove', { filter })}
              onClick={() => takeAway(part, n)}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </li>
        );
      })}
      <li>
        <Button kind="plain" size="small" onClick={onClear}>
          {t('clear')}
        </Button>
      </li>
    </ul>
  );
}
