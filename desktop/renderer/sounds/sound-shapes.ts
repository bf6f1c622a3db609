/** Short sounds of our own, as numbers: nothing is fetched and nothing is anybody else's. */
import type { SoundName } from '#shared/contract/settings.ts';

export type Heard = Exclude<SoundName, 'none'>;
/** Seconds and hertz; `to`: what a gliding note ends at; `fade`: how fast it dies, higher is shorter. */
type Note = { at: number; hertz: number; to?: number; fade: number; overtones: readonly number[] };

const pure = [1];
const metal = [1, 0.45, 0.2, 0.12];
const wood = [1, 0.1, 0.35];

const shapes: Readonly<Record<Heard, { length: number; notes: readonly Note[] }>> = {
  drop: { length: 0.35, notes: [{ at: 0, hertz: 520, to: 920, fade: 14, overtones: pure }] },
  knock: {
    length: 0.4,
    notes: [
      { at: 0, hertz: 240, fade: 34, overtones: wood },
      { at: 0.13, hertz: 260, fade: 34, overtones: wood },
    ],
  },
  bell: {
    length: 1.1,
    notes: [
      { at: 0, hertz: 784, fade: 5, overtones: metal },
      { at: 0.14, hertz: 1046.5, fade: 4.5, overtones: metal },
    ],
  },
  glass: { length: 0.9, notes: [{ at: 0, hertz: 1760, fade: 6, overtones: [1, 0.1, 0.3] }] },
  rise: {
    length: 0.7,
    notes: [
      { at: 0, hertz: 587.3, fade: 11, overtones: pure },
      { at: 0.1, hertz: 740, fade: 11, overtones: pure },
      { at: 0.2, hertz: 880, fade: 8, overtones: pure },
    ],
  },
};

export const lengthOf = (name: Heard): number => shapes[name].length;

/** One sample of a sound at a moment of it, from -1 to 1. */
export function soundAt(name: Heard, at: number): number {
  const { length, notes } = shapes[name];
  if (at < 0 || at >= length) return 0;
  let sum = 0;
  for (const { at: begins, hertz, to = hertz, fade, overtones } of notes) {
    const since = at - begins;
    if (since < 0) continue;
    const turns = hertz * since + ((to - hertz) * since * since) / (2 * length);
    const swell = Math.min(1, since / 0.004) * Math.exp(-fade * since);
    for (const [n, strength] of overtones.entries()) {
      sum += Math.sin(2 * Math.PI * turns * (n + 1)) * strength * swell;
    }
  }
  // The end is silence, so that nothing clicks.
  const end = Math.min(1, (length - at) / 0.05);
  return Math.max(-1, Math.min(1, sum * 0.4 * end));
}
