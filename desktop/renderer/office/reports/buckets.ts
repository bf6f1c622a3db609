/** A report's days as a chart shows them: without gaps, and by months where the days are too many. */
import type { ReportDay } from '#shared/contract/report.ts';
import { type CalendarDate, type Days, datePlus } from '../services/period.ts';
import { daysIn } from './period.ts';

export type Counts = Omit<ReportDay, 'date'>;
export type Bucket = Days & Counts;
export type Buckets = { by: 'day' | 'month'; buckets: Bucket[] };

/** A leap year has its days. */
const mostDays = 400;
const none: Counts = { opened: 0, finished: 0, inbound: 0, outbound: 0 };

const nextMonth = (day: CalendarDate): CalendarDate =>
  datePlus(`${day.slice(0, 7)}-01`, 31)
    .slice(0, 8)
    .concat('01');

/**
 * The whole span up to today, or to the last day on which something was counted. By months the empty
 * ones before the first count are left out; the first and the last may be parts of a month.
 */
export function bucketsOf(days: readonly ReportDay[], span: Days, today: CalendarDate): Buckets {
  const dates = days.map(({ date }) => date).toSorted();
  const last = [today, dates.at(-1) ?? today].toSorted().at(-1) as CalendarDate;
  const until = datePlus(last, 1);
  const to = until < span.to ? until : span.to;
  if (to <= span.from) return { by: 'day', buckets: [] };
  const by = daysIn({ from: span.from, to }) > mostDays ? 'month' : 'day';
  const from = by === 'month' && dates[0] !== undefined ? dates[0] : span.from;
  const next = by === 'day' ? (day: CalendarDate) => datePlus(day, 1) : nextMonth;
  const buckets: Bucket[] = [];
  const first = from.slice(0, 7) === span.from.slice(0, 7) || by === 'day' ? span.from : from;
  for (let day = first; day < to; ) {
    const end = next(day);
    buckets.push({ ...none, from: day, to: end < to ? end : to });
    day = end;
  }
  const starts = new Map(buckets.map((bucket) => [keyOf(by, bucket.from), bucket]));
  for (const { date, ...counts } of days) {
    const bucket = starts.get(keyOf(by, date));
    if (!bucket) continue;
    for (const key of Object.keys(none) as (keyof Counts)[]) bucket[key] += counts[key];
  }
  return { by, buckets };
}

const keyOf = (by: Buckets['by'], day: CalendarDate): string =>
  by === 'day' ? day : day.slice(0, 7);
