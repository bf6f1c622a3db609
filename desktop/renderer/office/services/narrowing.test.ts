import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceClocks } from '#shared/contract/service-list.ts';
import { periodNames } from '#shared/contract/service-view.ts';
import { createMoments } from './moments.ts';
import {
  filterOf,
  finishReasons,
  narrowedBy,
  narrowingOf,
  partsOf,
  queryOf,
  states,
} from './narrowing.ts';
import { dateIn, datePlus, daysOf, isDate } from './period.ts';

const ana = '01900000-0000-7000-8000-00000000000a';

describe('what the place says', () => {
  it('is read with the names and values of the filter, and nothing else of it', () => {
    const query = {
      ...{ by: 'finished', from: '2026-11-01', to: '2026-12-01', attendantId: ana, score: '5' },
      ...{ evaluated: 'true', hour: '0', weekday: '7', text: ' exame ', teamId: 'none', id: ana },
    };
    expect(narrowingOf(query)).toEqual({
      ...{ by: 'finished', from: '2026-11-01', to: '2026-12-01', attendantId: ana, score: 5 },
      ...{ evaluated: true, hour: 0, weekday: 7, text: 'exame', teamId: 'none' },
    });
    expect(
      narrowingOf({
        ...{ state: 'gone', attendantId: 'everybody', score: '6', hour: '24', weekday: '0' },
        ...{ evaluated: 'yes', by: 'toString', from: '2026-02-30', to: 'tomorrow', text: '  ' },
        ...{ period: 'decade', finishReason: '', tagId: `${ana}x`, nonsense: '1' },
      }),
    ).toEqual({});
    expect(narrowingOf({ from: '2026-11-01T10:00:00-03:00' })).toEqual({
      from: '2026-11-01T10:00:00-03:00',
    });
  });

  it('comes back as it went, whatever is asked', () => {
    const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
    const asked = fc.record({
      state: maybe(fc.constantFrom(...states)),
      finishReason: maybe(fc.constantFrom(...finishReasons)),
      by: maybe(fc.constantFrom(...serviceClocks)),
      period: maybe(fc.constantFrom(...periodNames)),
      score: maybe(fc.integer({ min: 1, max: 5 })),
      hour: maybe(fc.integer({ min: 0, max: 23 })),
      asked: maybe(fc.boolean()),
      text: maybe(fc.stringMatching(/^[^\s].{0,50}[^\s]$/)),
    });
    fc.assert(
      fc.property(asked, (narrowing) => {
        const there = Object.fromEntries(
          Object.entries(narrowing).filter(([, value]) => value !== undefined),
        );
        const url = new URLSearchParams(queryOf(narrowing)).toString();
        expect(narrowingOf(Object.fromEntries(new URLSearchParams(url)))).toEqual(there);
      }),
    );
  });

  it('a period has a name or ends, never both, and takes the place of the one before', () => {
    expect(narrowingOf({ period: 'today', from: '2026-11-01' })).toEqual({ from: '2026-11-01' });
    const week = narrowedBy({ from: '2026-11-01', to: '2026-11-02', score: 1 }, { period: 'week' });
    expect(week).toEqual({ period: 'week', score: 1 });
    expect(narrowedBy(week, { from: '2026-11-01' })).toEqual({ from: '2026-11-01', score: 1 });
    expect(narrowedBy(week, { by: 'open' })).toEqual({ period: 'week', by: 'open', score: 1 });
    expect(narrowedBy(week, { period: undefined, score: undefined })).toEqual({});
    expect(filterOf({ period: 'today', by: 'open' }, '2026-11-21')).toEqual({
      ...{ by: 'open', from: '2026-11-21', to: '2026-11-22' },
    });
  });

  it('each thing asked can be taken away by itself, a period with its clock', () => {
    const asked = { by: 'open', from: '2026-11-01', state: 'open', score: 4 } as const;
    expect(partsOf(asked)).toEqual([['from', 'by'], ['state'], ['score']]);
    expect(partsOf({})).toEqual([]);
  });
});

describe('periods', () => {
  it('are days of the calendar, over the ends of months, years and leap years', () => {
    const of = (name: (typeof periodNames)[number], today: string) => {
      const { from, to } = daysOf(name, today);
      return `${from} ${to}`;
    };
    expect(of('today', '2026-12-31')).toBe('2026-12-31 2027-01-01');
    expect(of('yesterday', '2026-01-01')).toBe('2025-12-31 2026-01-01');
    expect(of('last-month', '2026-03-31')).toBe('2026-02-01 2026-03-01');
    expect(of('last-month', '2026-01-15')).toBe('2025-12-01 2026-01-01');
    expect(of('month', '2026-11-21')).toBe('2026-11-01 2026-11-22');
    expect(of('last-7-days', '2028-03-03')).toBe('2028-02-26 2028-03-04');
    expect(of('year', '2026-11-21')).toBe('2026-01-01 2026-11-22');
    // A Sunday is the last day of its week, a Monday the first.
    expect(of('week', '2026-11-22')).toBe('2026-11-16 2026-11-23');
    expect(of('week', '2026-11-23')).toBe('2026-11-23 2026-11-24');
  });

  it('begin and end in order, and today is told by the workspace', () => {
    for (const name of periodNames) {
      for (let n = 0; n < 400; n += 1) {
        const today = datePlus('2027-12-01', n);
        const { from, to } = daysOf(name, today);
        expect(isDate(from) && isDate(to) && from < to).toBe(true);
      }
    }
    const at = new Date('2026-11-22T02:30:00Z');
    expect(dateIn('America/Sao_Paulo', at)).toBe('2026-11-21');
    expect(dateIn('Asia/Tokyo', at)).toBe('2026-11-22');
  });

  it('the last day of a period is shown, moments on the workspace’s wall', () => {
    const moments = createMoments('pt-BR', 'America/Sao_Paulo');
    expect(moments.end('2026-12-01')).toContain('30 de nov');
    expect(moments.begin('2026-11-22T02:30:00.000Z')).toBe('21/11/26, 23:30');
    expect([45, 725, 12_000, 190_000].map(moments.span)).toEqual([
      ...['45 s', '12 min 05 s', '3 h 20 min', '2 d 4 h'],
    ]);
    const english = createMoments('en', 'UTC');
    expect(english.weekday(7)).toBe('Sunday');
    expect(english.short('2026-11-22T00:05:00.000Z')).toBe('11/22/26, 00:05');
  });
});
