/** Sound as bars. */
export const bars = 64;

/** The loudest moment of each of 64 equal stretches, 0 to 100, the loudest of all being 100. */
export function waveformOf(samples: Float32Array): number[] {
  const peaks = Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * samples.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * samples.length) / bars));
    let peak = 0;
    for (let at = from; at < to && at < samples.length; at += 1) {
      const value = Math.abs(samples[at] ?? 0);
      if (value > peak) peak = value;
    }
    return peak;
  });
  const loudest = Math.max(...peaks);
  // Nothing but the noise of the line is silence, not a shout.
  return peaks.map((peak) => (loudest < 0.005 ? 0 : Math.round((peak / loudest) * 100)));
}

/** The bars as they are drawn, between 0 and 1: as many as there are, or a quiet line of 64. */
export const barsOf = (waveform: readonly number[] | undefined): number[] =>
  waveform && waveform.length > 0
    ? waveform.map((value) => Math.min(1, Math.max(0, value / 100)))
    : Array.from({ length: bars }, () => 0);

/** 0:07, 12:40, 1:02:09 */
export function lengthOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
