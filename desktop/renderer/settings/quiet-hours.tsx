import { Plus, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import type { QuietSpan } from '#shared/contract/settings.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import css from './settings.module.css';

const few = 8;
const night: QuietSpan = { days: [1, 2, 3, 4, 5], from: '19:00', to: '08:00' };
/** Sunday first, as they are numbered. */
const sunday = Date.UTC(2024, 0, 7, 12);
const namesIn = (language: string, weekday: 'short' | 'long'): string[] =>
  Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' })
      .format(sunday + day * 86_400_000)
      .replace('.', ''),
  );

type Props = {
  spans: readonly QuietSpan[];
  onChange: (spans: QuietSpan[]) => void;
  most?: number;
  /** What one begins with. */
  usual?: QuietSpan;
};

/** Times of the week, each on some of its days. */
export function QuietHours({ spans, onChange, most = few, usual = night }: Props) {
  const t = useTranslations('settings');
  const change = (at: number, part: Partial<QuietSpan>) =>
    onChange(spans.map((span, n) => (n === at ? { ...span, ...part } : span)));
  return (
    <ul className={css.spans}>
      {spans.map((span, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span has no other name, and keeps its place.
        <li key={at} className={css.span}>
          <Days days={span.days} onChange={(days) => change(at, { days })} />
          <Time label={t('from')} value={span.from} onChange={(from) => change(at, { from })} />
          <Time label={t('to')} value={span.to} onChange={(to) => change(at, { to })} />
          <IconButton
            label={t('removeSpan')}
            side="top"
            onClick={() => onChange(spans.filter((_, n) => n !== at))}
          >
            <Trash2 size={15} />
          </IconButton>
          {span.to <= span.from && <span className={css.text}>{t('nextDay')}</span>}
        </li>
      ))}
      {spans.length < most && (
        <li>
          <Button
            size="small"
            icon={<Plus size={14} />}
            onClick={() => onChange([...spans, usual])}
          >
            {t('addSpan')}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Days({ days, onChange }: { days: number[]; onChange: (days: number[]) => void }) {
  const t = useTranslations('settings');
  const language = useLocale();
  const [short, long] = [namesIn(language, 'short'), namesIn(language, 'long')];
  return (
    <fieldset className={css.days} aria-label={t('days')}>
      {short.map((name, day) => (
        <button
          key={name}
          type="button"
          className={css.day}
          aria-pressed={days.includes(day)}
          title={long[day]}
          onClick={() =>
            onChange(
              days.includes(day)
                ? days.filter((one) => one !== day)
                : [...days, day].sort((a, b) => a - b),
            )
          }
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}

type TimeProps = { label: string; value: string; onChange: (value: string) => void };

/** A field that is being filled in is empty for a moment: only a whole time is taken. */
function Time({ label, value, onChange }: TimeProps) {
  return (
    <label>
      {label}{' '}
      <input
        className={css.time}
        type="time"
        required
        value={value}
        onChange={({ target }) => /^\d\d:\d\d$/.test(target.value) && onChange(target.value)}
      />
    </label>
  );
}
