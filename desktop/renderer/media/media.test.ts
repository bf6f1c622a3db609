import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, it } from 'vitest';
import { message } from '../preview/samples.ts';
import { createPlayer, type Sound } from './player.ts';
import recordedUrl from './recorded.webm?inline';
import { viewable } from './viewer.tsx';
import { remux } from './voice-note.ts';
import { barsOf, lengthOf, waveformOf } from './waveform.ts';
import { fitted } from './zoomable.tsx';

it('64 bars, the loudest 100, silence flat, and short sounds too', () => {
  const samples = Float32Array.from({ length: 6400 }, (_, n) => (n < 3200 ? 0.1 : -0.4));
  const wave = waveformOf(samples);
  expect(wave).toHaveLength(64);
  expect([wave[0], wave[63]]).toEqual([25, 100]);
  expect(new Set(waveformOf(new Float32Array(1000).fill(0.001)))).toEqual(new Set([0]));
  expect(waveformOf(new Float32Array(3).fill(1))).toHaveLength(64);
  expect(barsOf([150, -3])).toEqual([1, 0]);
  expect(barsOf(undefined)).toHaveLength(64);
  expect([lengthOf(7.4), lengthOf(760), lengthOf(3729), lengthOf(-1)]).toEqual([
    '0:07',
    '12:40',
    '1:02:09',
    '0:00',
  ]);
});

const read = async (bytes: ArrayBuffer) => {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('no sound');
  const packets: string[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    packets.push(packet.data.join());
  }
  return {
    type: await input.getMimeType(),
    seconds: await input.computeDuration(),
    channels: track.numberOfChannels,
    packets,
  };
};

it('a recording of Chromium becomes ogg/opus of one channel, its sound byte for byte the same', async () => {
  const text = atob(recordedUrl.slice(recordedUrl.indexOf(',') + 1));
  const recorded = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const ogg = await (await remux(new Blob([recorded]))).arrayBuffer();
  expect(new TextDecoder().decode(ogg.slice(0, 4))).toBe('OggS');
  const before = await read(recorded.buffer);
  const after = await read(ogg);
  expect(after.type).toContain('opus');
  expect(after.channels).toBe(1);
  expect(after.packets).toEqual(before.packets);
  expect(after.packets.length).toBeGreaterThan(20);
  expect(Math.abs(after.seconds - before.seconds)).toBeLessThan(0.1);
});

it('what is no recording is refused, not sent', async () => {
  await expect(remux(new Blob(['not a webm at all']))).rejects.toThrow();
});

function fakeSound() {
  const heard = new Map<string, () => void>();
  const sound = {
    src: '',
    currentTime: 0,
    playbackRate: 1,
    duration: 30,
    play: async () => heard.get('play')?.(),
    pause: () => heard.get('pause')?.(),
    addEventListener: (name: string, listener: () => void) => void heard.set(name, listener),
  };
  return { sound: sound as unknown as Sound, say: (name: string) => heard.get(name)?.() };
}

it('plays one at a time, and goes on where each was left, at the speed that was chosen', () => {
  const { sound, say } = fakeSound();
  const player = createPlayer(() => sound);
  player.toggle('a', 'attachments/a');
  expect(player.getState()).toMatchObject({ id: 'a', playing: true });
  sound.currentTime = 12;
  say('timeupdate');
  player.nextSpeed();
  expect(sound.playbackRate).toBe(1.5);
  player.toggle('b', 'attachments/b');
  expect(player.getState()).toMatchObject({ id: 'b', playing: true, at: 0, speed: 1.5 });
  expect(sound.src).toBe('attachments/b');
  player.toggle('a', 'attachments/a');
  expect(sound.currentTime).toBe(12);
  player.toggle('a', 'attachments/a');
  expect(player.getState()).toMatchObject({ id: 'a', playing: false });
  say('ended');
  expect(player.getState().at).toBe(0);
});

it('leafs through what can be looked at, and nothing that was deleted or is not here', () => {
  const file = (n: number, kind: 'image' | 'document' | 'voice', part: object = {}) =>
    message(n, {
      kind,
      attachment: {
        id: `a${n}`,
        kind,
        name: 'x',
        mediaType: 'image/png',
        size: 1,
        sha256: null,
        state: 'here',
        ...part,
      },
    });
  const all = [
    file(1, 'image'),
    file(2, 'voice', { mediaType: 'audio/ogg' }),
    file(3, 'document', { mediaType: 'application/pdf' }),
    file(4, 'document', { mediaType: 'application/zip' }),
    file(5, 'image', { state: 'gone' }),
    { ...file(6, 'image'), deletedAt: '2026-11-20T12:00:00.000Z' },
    message(7),
  ];
  expect(viewable(all).map(({ id }) => id)).toEqual(['m1', 'm3']);
  expect(fitted({ width: 100, height: 50 }, { width: 1000, height: 1000 })).toEqual({
    width: 100,
    height: 50,
  });
  expect(fitted({ width: 2000, height: 500 }, { width: 1000, height: 1000 })).toEqual({
    width: 1000,
    height: 250,
  });
});
