/** What is heard while it rings. Drawn as sound when it is needed: no file, and nothing ticks. */

/** ring: somebody calls; quiet: the same beside a call that is spoken; dialled: we call, it rings there. */
export type ToneName = 'ring' | 'quiet' | 'dialled';

type Note = { at: number; for: number; hertz: readonly number[] };
/** Seconds; each begins anew after its length. */
const tones: Readonly<Record<ToneName, { length: number; loud: number; notes: readonly Note[] }>> =
  {
    ring: {
      length: 3.2,
      loud: 0.16,
      notes: [
        { at: 0, for: 0.34, hertz: [659.3, 1318.5] },
        { at: 0.2, for: 0.34, hertz: [783.9, 1567.9] },
        { at: 0.4, for: 0.8, hertz: [987.8, 1975.5] },
      ],
    },
    quiet: { length: 4.5, loud: 0.035, notes: [{ at: 0, for: 0.5, hertz: [783.9] }] },
    dialled: { length: 5, loud: 0.04, notes: [{ at: 0.2, for: 1, hertz: [425] }] },
  };

/** One sample of a tone at a moment of it: each note swells at once and dies away. */
export function sampleOf(name: ToneName, at: number): number {
  const { notes, loud } = tones[name];
  let sum = 0;
  for (const note of notes) {
    const since = at - note.at;
    if (since < 0 || since >= note.for) continue;
    const swell = Math.min(1, since / 0.02) * (1 - since / note.for);
    for (const [overtone, hertz] of note.hertz.entries()) {
      sum += (Math.sin(2 * Math.PI * hertz * since) * swell) / (1 + 3 * overtone);
    }
  }
  return Math.max(-1, Math.min(1, sum * loud));
}

export function createTone() {
  let context: AudioContext | null = null;
  let playing: { name: ToneName; source: AudioBufferSourceNode } | null = null;

  function stop(): void {
    playing?.source.stop();
    playing?.source.disconnect();
    playing = null;
    void context?.suspend();
  }
  return {
    /** Null: silence, from this moment on. */
    play(name: ToneName | null): void {
      if (playing?.name === (name ?? undefined)) return;
      stop();
      if (name === null) return;
      context ??= new AudioContext();
      const rate = context.sampleRate;
      const buffer = context.createBuffer(1, Math.round(tones[name].length * rate), rate);
      buffer.getChannelData(0).forEach((_, n, samples) => {
        samples[n] = sampleOf(name, n / rate);
      });
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.loop = true;
      source.connect(context.destination);
      source.start();
      playing = { name, source };
      // A browser lets no page be heard that nobody has touched: the notification tells meanwhile.
      void context.resume().catch(() => {});
    },
  };
}
export type Tone = ReturnType<typeof createTone>;
