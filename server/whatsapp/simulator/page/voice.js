// A voice note, recorded in the browser, with the bars that are drawn for it.
const bars = 64;

/** Length, and how loud each part is: 0 to 100 of the loudest. */
async function lookOf(blob) {
  const context = new OfflineAudioContext(1, 1, 48_000);
  const audio = await context.decodeAudioData(await blob.arrayBuffer());
  const samples = audio.getChannelData(0);
  const each = Math.max(1, Math.floor(samples.length / bars));
  const loud = Array.from({ length: bars }, (_, n) => {
    let sum = 0;
    for (let at = n * each; at < (n + 1) * each; at += 1) sum += (samples[at] ?? 0) ** 2;
    return Math.sqrt(sum / each);
  });
  const top = Math.max(...loud, 1e-6);
  return {
    seconds: audio.duration,
    waveform: loud.map((one) => Math.round((one / top) * 100)),
  };
}

/** `state` hears the seconds so far, or null when nothing is recorded. */
export function record({ state, refused, done }) {
  let recorder = null;
  let timer = null;

  function end(keep) {
    if (!recorder) return;
    const ended = recorder;
    recorder = null;
    clearInterval(timer);
    const chunks = [];
    ended.ondataavailable = ({ data }) => chunks.push(data);
    ended.onstop = async () => {
      for (const track of ended.stream.getTracks()) track.stop();
      state(null);
      if (!keep) return;
      const type = ended.mimeType.split(';')[0];
      const file = new File(chunks, `voice.${type.split('/')[1]}`, { type });
      await done({ file, look: await lookOf(file).catch(() => ({})) });
    };
    ended.stop();
  }

  return {
    async start() {
      if (recorder) return;
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
        recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 });
      } catch {
        refused();
        return;
      }
      const begun = Date.now();
      recorder.start();
      state(0);
      timer = setInterval(() => state((Date.now() - begun) / 1_000), 250);
    },
    discard: () => end(false),
    send: () => end(true),
  };
}
