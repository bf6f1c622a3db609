import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Limits, metaLimits, openPacing } from './pacing.ts';

const limits: Limits = { perSecond: 80, burst: 1, contactMs: 6_000, contactBurst: 1 };

it('spaces messages overall and to one contact', () => {
  const pacing = openPacing(limits, () => 0);
  expect(['a', 'b', 'c', 'a'].map(pacing.take)).toEqual([0, 12.5, 25, 6_000]);
  expect(pacing.wait('b')).toBe(6_012.5);
});

it('never lets more than 80 a second go, nor a contact get ahead of its burst', () => {
  const contact = fc.integer({ min: 0, max: 3 }).map(String);
  const steps = fc.array(fc.record({ contact, after: fc.integer({ min: 0, max: 300 }) }), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(steps, (all) => {
      let now = 0;
      const pacing = openPacing(metaLimits, () => now);
      const went = all.map(({ contact, after }) => {
        now += after;
        return { contact, at: now + pacing.take(contact) };
      });
      const starts = went.map(({ at }) => at).sort((a, b) => a - b);
      for (const [n, at] of starts.entries()) {
        expect(
          starts.filter((other, m) => m >= n && other < at + 1_000).length,
        ).toBeLessThanOrEqual(80);
      }
      for (const one of ['0', '1', '2', '3']) {
        const own = went.filter((each) => each.contact === one).map(({ at }) => at);
        for (const [n, at] of own.entries()) {
          const minute = own.filter((other, m) => m >= n && other < at + 60_000);
          expect(minute.length).toBeLessThanOrEqual(metaLimits.contactBurst + 10);
        }
      }
    }),
    { numRuns: 50 },
  );
});

it('holds everything, or one contact, for as long as told', () => {
  let now = 0;
  const pacing = openPacing(metaLimits, () => now);
  pacing.hold(3_000);
  pacing.hold(6_000, 'a');
  expect([pacing.wait('a'), pacing.wait('b')]).toEqual([6_000, 3_000]);
  now = 6_000;
  expect([pacing.take('a'), pacing.take('b')]).toEqual([0, 0]);
  expect(pacing.wait('a')).toBe(6_000);
});
