import { createStore } from 'zustand/vanilla';

export type RecorderState = {
  phase: 'asking' | 'recording' | 'paused' | 'closed';
  /** Recorded so far, without the pauses. */
  seconds: number;
  /** How loud it was, newest last, 0 to 1. */
  levels: readonly number[];
};
export type RecordingTrouble = 'no-microphone' | 'not-allowed' | 'failed';

const type = 'audio/webm;codecs=opus';
const bitsPerSecond = 24_000;
const levelEvery = 100;
const mostLevels = 200;

export const troubleOf = (error: unknown): RecordingTrouble => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'not-allowed';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'no-microphone';
  return 'failed';
};

/** One recording. @throws NotAllowedError, NotFoundError ... as the browser says; see `troubleOf` */
export async function record() {
  const store = createStore<RecorderState>(() => ({ phase: 'asking', seconds: 0, levels: [] }));
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });
  const context = new AudioContext();
  // Some microphones give two channels whatever is asked for.
  const mono = context.createMediaStreamDestination();
  mono.channelCount = 1;
  mono.channelCountMode = 'explicit';
  const meter = context.createAnalyser();
  meter.fftSize = 1024;
  const source = context.createMediaStreamSource(stream);
  source.connect(mono);
  source.connect(meter);
  const recorder = new MediaRecorder(mono.stream, {
    mimeType: type,
    audioBitsPerSecond: bitsPerSecond,
  });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) chunks.push(data);
  });
  const samples = new Float32Array(meter.fftSize);
  let since = performance.now();
  let before = 0;
  const elapsed = () =>
    before + (recorder.state === 'recording' ? (performance.now() - since) / 1000 : 0);
  const timer = setInterval(() => {
    if (recorder.state !== 'recording') return;
    meter.getFloatTimeDomainData(samples);
    const level = Math.min(
      1,
      Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length) * 4,
    );
    store.setState(({ levels }) => ({
      seconds: elapsed(),
      levels: [...levels, level].slice(-mostLevels),
    }));
  }, levelEvery);
  recorder.start(1000);
  store.setState({ phase: 'recording' });

  function close(): void {
    if (store.getState().phase === 'closed') return;
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    void context.close();
    store.setState({ phase: 'closed' });
  }
  return {
    ...store,
    pause(): void {
      if (recorder.state !== 'recording') return;
      before = elapsed();
      recorder.pause();
      store.setState({ phase: 'paused', seconds: before });
    },
    resume(): void {
      if (recorder.state !== 'paused') return;
      since = performance.now();
      recorder.resume();
      store.setState({ phase: 'recording' });
    },
    /** What there is so far, to be listened to. */
    async soFar(): Promise<Blob> {
      if (recorder.state !== 'inactive') {
        const more = new Promise((done) =>
          recorder.addEventListener('dataavailable', done, { once: true }),
        );
        recorder.requestData();
        await more;
      }
      return new Blob(chunks, { type });
    },
    /** Ends it: the whole, as it was recorded. */
    async finish(): Promise<Blob> {
      if (recorder.state !== 'inactive') {
        const stopped = new Promise((done) =>
          recorder.addEventListener('stop', done, { once: true }),
        );
        recorder.stop();
        await stopped;
      }
      close();
      return new Blob(chunks, { type });
    },
    discard(): void {
      if (recorder.state !== 'inactive') recorder.stop();
      close();
    },
  };
}
export type Recording = Awaited<ReturnType<typeof record>>;
