import type { Settings, SoundKind, SoundName } from '#shared/contract/settings.ts';
import { type Heard, lengthOf, soundAt } from './sound-shapes.ts';

/** A heap of messages is heard as one. */
const rest = 1_200;

type Chosen = Pick<Settings, 'sounds' | 'volume'>;

/** What is heard for one kind, and how loud from 0 to 1; null: nothing. */
export function soundFor(
  kind: SoundKind,
  { sounds, volume }: Chosen,
  since: number,
): { name: Heard; gain: number } | null {
  const name = sounds[kind];
  if (name === 'none' || volume === 0 || since < rest) return null;
  return { name, gain: gainOf(volume) };
}
/** Loudness is heard by its logarithm: a square comes near enough. */
export const gainOf = (volume: number): number => (volume / 100) ** 2;

/** Of several pages of one console a single one is heard: the one that holds the lock. */
function claim(): () => boolean {
  if (typeof navigator === 'undefined' || !navigator.locks) return () => true;
  let mine = false;
  void navigator.locks.request('recado-sounds', () => {
    mine = true;
    return new Promise<void>(() => {});
  });
  return () => mine;
}

export function createSounds(settings: () => Chosen | null) {
  let context: AudioContext | null = null;
  /** Reckoned once: it takes as long as several frames. */
  const made = new Map<Heard, AudioBuffer>();
  let last = Number.NEGATIVE_INFINITY;
  const isOurs = claim();

  function bufferOf(name: Heard, { sampleRate }: AudioContext): AudioBuffer {
    const known = made.get(name);
    if (known) return known;
    const length = Math.ceil(lengthOf(name) * sampleRate);
    const buffer = new AudioBuffer({ length, sampleRate });
    const samples = buffer.getChannelData(0);
    for (let n = 0; n < length; n += 1) samples[n] = soundAt(name, n / sampleRate);
    made.set(name, buffer);
    return buffer;
  }
  function sound(name: Heard, gain: number): void {
    context ??= new AudioContext();
    const buffer = bufferOf(name, context);
    const source = context.createBufferSource();
    const level = context.createGain();
    level.gain.value = gain;
    source.buffer = buffer;
    source.connect(level).connect(context.destination);
    // A browser lets no page be heard that nobody has touched: the notification tells meanwhile.
    void context.resume().catch(() => {});
    source.start();
  }
  return {
    play(kind: SoundKind): void {
      const chosen = settings();
      const now = performance.now();
      const heard = chosen && isOurs() ? soundFor(kind, chosen, now - last) : null;
      if (!heard) return;
      last = now;
      sound(heard.name, heard.gain);
    },
    /** For whoever chooses one. */
    try(name: SoundName, volume: number): void {
      if (name !== 'none' && volume > 0) sound(name, gainOf(volume));
    },
  };
}
export type Sounds = ReturnType<typeof createSounds>;
