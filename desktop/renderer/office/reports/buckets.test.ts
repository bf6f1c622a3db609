import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReportDay } from '#shared/contract/report.ts';
import { datePlus } from '../services/period.ts';
import { type Bucket, bucketsOf } from './buckets.ts';

const day = (date: string, opened: number): ReportDay => ({
  ...{ date, opened, finished: opened + 1, inbound: 2 * opened, outbound: 3 },
});
const opened = (buckets: Bucket[]) => buckets.map((one) => [one.from, one.opened]);

it('fills what nothing was counted on, and ends with today', () => {
  const span = { from: '2026-02-27', to: '2026-03-31' };
  const { by, buckets } = bucketsOf(
    [day('2026-02-28', 4), day('2026-03-01', 1)],
    span,
    '2026-03-02',
  );
  expect(by).toBe('day');
  expect(opened(buckets)).toEqual([
    ['2026-02-27', 0],
    ['2026-02-28', 4],
    ['2026-03-01', 1],
    ['2026-03-02', 0],
  ]);
});

it('a clock behind the server’s hides nothing that was counted', () => {
  const { buckets } = bucketsOf(
    [day('2026-03-02', 5)],
    { from: '2026-03-01', to: '2026-04-01' },
    '2026-02-20',
  );
  expect(opened(buckets)).toEqual([
    ['2026-03-01', 0],
    ['2026-03-02', 5],
  ]);
});

it('a leap year is days, more is months, the first and last of them as far as was asked', () => {
  const leap = bucketsOf([], { from: '2024-01-01', to: '2025-01-01' }, '2026-01-01');
  expect([leap.by, leap.buckets.length]).toEqual(['day', 366]);
  const months = bucketsOf(
    [day('2025-01-31', 2), day('2025-02-01', 3)],
    { from: '2025-01-15', to: '2026-03-10' },
    '2026-12-01',
  );
  expect(months.by).toBe('month');
  expect(months.buckets[0]).toMatchObject({ from: '2025-01-15', to: '2025-02-01', opened: 2 });
  expect(months.buckets[1]).toMatchObject({ from: '2025-02-01', to: '2025-03-01', opened: 3 });
  expect(months.buckets.at(-1)).toMatchObject({ from: '2026-03-01', to: '2026-03-10' });
  expect(months.buckets).toHaveLength(15);
});

it('decades before the first count are not drawn', () => {
  const span = { from: '1970-01-01', to: '2027-01-01' };
  const { buckets } = bucketsOf([day('2026-10-20', 1)], span, '2026-11-21');
  expect(buckets.map(({ from }) => from)).toEqual(['2026-10-20', '2026-11-01']);
});

it('whatever the days, their buckets join without a gap and add up', () => {
  const start = '2023-11-17';
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 899 }), { maxLength: 60 }),
      fc.integer({ min: -30, max: 1_000 }),
      (length, places, today) => {
        const span = { from: start, to: datePlus(start, length) };
        const days = places.filter((n) => n < length).map((n) => day(datePlus(start, n), n));
        const { buckets } = bucketsOf(days, span, datePlus(start, today));
        const sum = (all: { opened: number }[]) => all.reduce((n, one) => n + one.opened, 0);
        expect(sum(buckets)).toBe(sum(days));
        for (const [n, one] of buckets.entries()) {
          expect(one.from < one.to).toBe(true);
          expect(one.from >= span.from && one.to <= span.to).toBe(true);
          if (n > 0) expect(one.from).toBe(buckets[n - 1]?.to);
        }
      },
    ),
    { numRuns: 300 },
  );
});
