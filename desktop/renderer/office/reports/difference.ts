/** What has become more or less since the period before, in words that no colour needs to carry. */

export type Difference =
  | { kind: 'same' }
  /** `share` of what was before; null: before there was none. */
  | { kind: 'more' | 'less'; by: number; share: number | null };

/**
 * Of two figures as they are shown, rounded to steps: what looks the same is the same.
 * Null: one of the two counted nothing.
 */
export function differenceOf(
  now: number | null,
  before: number | null,
  step = 1,
): Difference | null {
  if (now === null || before === null) return null;
  const [here, there] = [now, before].map((value) => Math.round(value / step)) as [number, number];
  if (here === there) return { kind: 'same' };
  return {
    kind: here > there ? 'more' : 'less',
    // Steps are counted, so that 0.3 - 0.1 is 0.2.
    by: Number((Math.abs(here - there) * step).toFixed(6)),
    share: there === 0 ? null : Math.abs(here - there) / Math.abs(there),
  };
}
