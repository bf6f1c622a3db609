import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useLocale } from 'use-intl';
import css from './calendar.module.css';
import { classes } from './classes.ts';
import { type Day, dayOf, dayPlus, isAfter, monthPlus, sameDay, weeksOf } from './days.ts';
import { IconButton } from './icon-button.tsx';

type Words = { label: string; previous: string; next: string };
type Props = {
  words: Words;
  day: Day;
  /** Days after this one are not to be had. */
  last: Day;
  onMark: (day: Day) => void;
  onPick: (day: Day) => void;
};

const steps: Readonly<Record<string, (day: Day) => Day>> = {
  ArrowLeft: (day) => dayPlus(day, -1),
  ArrowRight: (day) => dayPlus(day, 1),
  ArrowUp: (day) => dayPlus(day, -7),
  ArrowDown: (day) => dayPlus(day, 7),
  PageUp: (day) => monthPlus(day, -1),
  PageDown: (day) => monthPlus(day, 1),
  Home: (day) => dayPlus(day, -new Date(day.year, day.month, day.date).getDay()),
  End: (day) => dayPlus(day, 6 - new Date(day.year, day.month, day.date).getDay()),
};

/** A month of days: one tab stop, the arrows go from day to day, PageUp and PageDown from month to month. */
export function Calendar({ words, day, last, onMark, onPick }: Props) {
  const locale = useLocale();
  const grid = useRef<HTMLTableElement>(null);
  const [byKey, setByKey] = useState(0);
  const weeks = useMemo(() => weeksOf(day), [day]);
  const names = useMemo(() => {
    const short = new Intl.DateTimeFormat(locale, { weekday: 'narrow' });
    const long = new Intl.DateTimeFormat(locale, { weekday: 'long' });
    // The fourth of January 2026 is a Sunday.
    return Array.from({ length: 7 }, (_, n) => new Date(2026, 0, 4 + n)).map((one) => ({
      short: short.format(one),
      long: long.format(one),
    }));
  }, [locale]);
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const today = dayOf(new Date());

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each key, and when it opens.
  useEffect(() => {
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [byKey]);

  const mark = (next: Day) => onMark(isAfter(next, last) ? last : next);
  function press(event: KeyboardEvent) {
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    mark(step(day));
    setByKey((n) => n + 1);
  }
  return (
    <div className={css.calendar}>
      <div className={css.head}>
        <IconButton label={words.previous} onClick={() => mark(monthPlus(day, -1))}>
          <ChevronLeft size={16} />
        </IconButton>
        <span className={css.month} aria-live="polite">
          {month.format(new Date(day.year, day.month, 1))}
        </span>
        <IconButton
          label={words.next}
          disabled={isAfter(monthPlus({ ...day, date: 1 }, 1), last)}
          onClick={() => mark(monthPlus(day, 1))}
        >
          <ChevronRight size={16} />
        </IconButton>
      </div>
      <table ref={grid} aria-label={words.label} className={css.grid} onKeyDown={press}>
        <thead>
          <tr>
            {names.map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                <span aria-hidden="true">{short}</span>
                <span className="out-of-sight">{long}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={`${week[0]?.month} ${week[0]?.date}`}>
              {week.map((one) => {
                const marked = sameDay(one, day);
                return (
                  <td key={one.date}>
                    <button
                      type="button"
                      tabIndex={marked ? 0 : -1}
                      aria-label={full.format(new Date(one.year, one.month, one.date))}
                      aria-pressed={marked}
                      aria-current={sameDay(one, today) ? 'date' : undefined}
                      className={classes(
                        css.day,
                        one.month !== day.month && css.other,
                        marked && css.marked,
                      )}
                      disabled={isAfter(one, last)}
                      onClick={() => onPick(one)}
                    >
                      {one.date}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
