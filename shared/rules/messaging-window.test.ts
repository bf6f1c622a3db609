import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lastHeard, mayWriteFreely, windowEnd } from './messaging-window.ts';

const heard = '2026-11-20T12:00:00.000Z';

it.each([
  ['2026-11-20T12:00:00.000Z', true],
  ['2026-11-21T11:59:59.999Z', true],
  ['2026-11-21T12:00:00.000Z', false],
  ['2026-12-20T12:00:00.000Z', false],
  // The contact's clock may be ahead of ours.
  ['2026-11-20T11:00:00.000Z', true],
])('at %s: %s', (now, open) => expect(mayWriteFreely(heard, now)).toBe(open));

it('is closed for who never wrote', () => {
  expect(mayWriteFreely(null, heard)).toBe(false);
  expect(windowEnd(null)).toBeNull();
  expect(lastHeard([])).toBeNull();
  expect(lastHeard([{ direction: 'out', sentAt: heard }])).toBeNull();
});

it('is a day of 24 hours, also where the clocks change', () => {
  expect(windowEnd('2026-10-25T00:30:00.000+02:00')).toBe('2026-10-25T22:30:00.000Z');
});

it('counts from the last that came in, whatever the order and whatever we sent', () => {
  const instant = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const said = fc.record({
    direction: fc.constantFrom('in' as const, 'out' as const),
    sentAt: instant,
  });
  fc.assert(
    fc.property(fc.array(said), instant, (messages, now) => {
      const last = lastHeard(messages);
      const end = windowEnd(last);
      const since = Date.parse(now) - 24 * 3_600_000;
      const open = messages.some((one) => one.direction === 'in' && Date.parse(one.sentAt) > since);
      expect(mayWriteFreely(last, now)).toBe(open);
      expect(end !== null && now < end).toBe(open);
    }),
  );
});
