import { X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useOpening } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import bar from '../filters.module.css';
import { WordsField } from '../words-field.tsx';
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
    <search className={bar.bar} aria-label={t('filters')}>
      <div className={bar.row}>
        <WordsField
          label={t('find')}
          text={narrowing.text ?? ''}
          onChange={(text) => onChange({ text: text || undefined })}
        />
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

function Chips({ narrowing, words, onChange, onClear }: Props) {
  const t = useTranslations('services');
  const parts = partsOf(narrowing);
  const chips = useRef<HTMLUListElement>(null);
  if (parts.length === 0) return null;
  function takeAway(part: readonly Narrowed[], n: number) {
    onChange(Object.fromEntries(part.map((name) => [name, undefined])));
    // The keyboard goes on where the next one is.
    const buttons = chips.current?.querySelectorAll<HTMLElement>('button');
    (buttons?.[n + 1] ?? buttons?.[n - 1])?.focus();
  }
  return (
    <ul className={css.chips} ref={chips}>
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
