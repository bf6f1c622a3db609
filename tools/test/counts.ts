export type Counts = { passed: number; failed: number; skipped: number };

export const sum = (all: Counts[]): Counts =>
  all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

/** The line that CI reads. */
export const closing = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/** One line on what was not tested here and why, or null when everything was. */
export function leftOut(here: {
  chromium: string | null;
  redis: string | null;
  skipped: number;
}): string | null {
  const parts = [
    here.chromium ? null : 'the end-to-end specs (no Chromium found)',
    here.redis ? null : 'the tests on Redis (no redis-server found)',
    here.chromium && here.redis && here.skipped > 0 ? `${here.skipped} skipped tests` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `Left out: ${parts.join('; ')}.` : null;
}
