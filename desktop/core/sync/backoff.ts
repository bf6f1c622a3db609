/** Milliseconds before the next try: doubling from `first` up to `most`, spread by half. */
export function backoff(
  tries: number,
  { first, most }: { first: number; most: number },
  random: () => number = Math.random,
): number {
  const full = Math.min(most, first * 2 ** Math.min(tries, 20));
  return Math.round(full * (0.5 + random() / 2));
}
