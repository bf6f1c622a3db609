/** What was recorded (webm/opus) as WhatsApp wants a voice note: ogg/opus, its sound untouched. */
import { waveformOf } from './waveform.ts';

export const voiceType = 'audio/ogg; codecs=opus';

/** @throws where there is no sound in it */
export async function remux(recorded: Blob): Promise<Blob> {
  // Loaded with the first voice note, not with every start.
  const { BlobSource, BufferTarget, Conversion, Input, OggOutputFormat, Output, WEBM } =
    await import('mediabunny');
  const target = new BufferTarget();
  const conversion = await Conversion.init({
    input: new Input({ source: new BlobSource(recorded), formats: [WEBM] }),
    output: new Output({ format: new OggOutputFormat(), target }),
    showWarnings: false,
  });
  if (!conversion.isValid) throw new Error('no sound to take over');
  await conversion.execute();
  if (!target.buffer) throw new Error('nothing came out');
  return new Blob([target.buffer], { type: voiceType });
}

/** Its length in seconds and its 64 bars. */
export async function listenTo(sound: Blob): Promise<{ seconds: number; waveform: number[] }> {
  // Opus decodes at 48 kHz; a lower rate is enough for bars and four times less memory.
  const context = new OfflineAudioContext(1, 1, 12_000);
  const decoded = await context.decodeAudioData(await sound.arrayBuffer());
  return {
    seconds: Math.round(decoded.duration * 100) / 100,
    waveform: waveformOf(decoded.getChannelData(0)),
  };
}
