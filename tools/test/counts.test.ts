import { expect, it } from 'vitest';
import { closing, leftOut, sum } from './counts.ts';

it('closes with the sum of all runs', () => {
  const total = sum([
    { passed: 3, failed: 0, skipped: 0 },
    { passed: 40, failed: 2, skipped: 0 },
  ]);
  expect(closing(total)).toBe('43 passed, 2 failed');
  expect(closing({ ...total, skipped: 1 })).toBe('43 passed, 2 failed, 1 skipped');
});

it('says in one line what it left out, or nothing', () => {
  expect(leftOut({ chromium: '/usr/bin/chromium', redis: '/r', skipped: 0 })).toBeNull();
  expect(leftOut({ chromium: null, redis: null, skipped: 4 })).toBe(
    'Left out: the end-to-end specs (no Chromium found); the tests on Redis (no redis-server found).',
  );
  expect(leftOut({ chromium: '/c', redis: '/r', skipped: 2 })).toBe('Left out: 2 skipped tests.');
});
