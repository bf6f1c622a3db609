/** How figures are written, in one language. */
import { type Difference, differenceOf } from './difference.ts';
import { writeLength } from './length.ts';

export type Figures = ReturnType<typeof createFigures>;
/** What a figure is of: services, seconds, a score of 1 to 5, a share of 1. */
export type Measure = 'count' | 'seconds' | 'score' | 'rate';

const steps: Readonly<Record<Measure, number>> = { count: 1, seconds: 1, score: 0.01, rate: 0.001 };
export const nothing = '–';

export function createFigures(language: string) {
  const whole = new Intl.NumberFormat(language);
  const score = new Intl.NumberFormat(language, {
    ...{ minimumFractionDigits: 1, maximumFractionDigits: 2 },
  });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const points = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const writers: Readonly<Record<Measure, (value: number) => string>> = {
    count: (value) => whole.format(value),
    seconds: writeLength,
    score: (value) => score.format(value),
    rate: (value) => share.format(value),
  };
  return {
    write: (measure: Measure, value: number | null): string =>
      value === null ? nothing : writers[measure](value),
    share: (part: number): string => share.format(part),
    /** Of two shares: 12.5 for an eighth. */
    points: (part: number): string => points.format(part * 100),
    between: (measure: Measure, now: number | null, before: number | null): Difference | null =>
      differenceOf(now, before, steps[measure]),
  };
}

/** Days of a report as people write them: 1–21 de novembro de 2026. `to` is the day after the last. */
export function writeDays(
  { from, to }: { from: string; to: string },
  timeZone: string,
  language: string,
): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  return format.formatRange(Date.parse(from), Date.parse(to) - 1);
}
