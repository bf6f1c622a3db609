/** What a bench prints; tools/bench reads these lines into its table. */

/** A figure held against a limit, or (no `met`) measured for the record. */
export function figure(
  name: string,
  value: number | string,
  unit: string,
  held?: { limit: string; met: boolean },
): void {
  console.log(JSON.stringify({ figure: name, value, unit, ...held }));
}

export function below(name: string, value: number, unit: string, limit: number): void {
  figure(name, value, unit, { limit: `< ${limit}`, met: value < limit });
}

export function atLeast(name: string, value: number, unit: string, limit: number): void {
  figure(name, value, unit, { limit: `>= ${limit}`, met: value >= limit });
}

/** The value below which this share (0 to 1) of the samples lies. */
export function quantile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds on the clock that every process of this machine shares, with fractions. */
export const clock = (): number => performance.timeOrigin + performance.now();
