/** One side of a spoken call: its microphone, its connection, and what is heard. */

/** unsteady: nothing comes through for a moment; failed: it does not come back. */
export type PeerState = 'connecting' | 'connected' | 'unsteady' | 'failed';

export type PeerHooks = {
  state(state: PeerState): void;
  /** False: the microphone was pulled out and there is no other. */
  microphone(there: boolean): void;
};

export type Peer = {
  offer(): Promise<string>;
  answer(offer: string): Promise<string>;
  /** The other side's answer to our offer. */
  take(answer: string): Promise<void>;
  mute(muted: boolean): void;
  /** How loud this side speaks now, 0 to 1. */
  level(): number;
  /** Leaves nothing open: the microphone's light goes out. */
  close(): void;
};
export type OpenPeer = (hooks: PeerHooks) => Promise<Peer>;

/** Without servers on the way, the ways are those of this machine: known at once or not at all, ms. */
const gatheringLimit = 2_000;

const microphone = (): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    audio: {
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });

/** @throws NotAllowedError, NotFoundError ... as the browser says; see `troubleOf` */
export async function openPeer(hooks: PeerHooks): Promise<Peer> {
  const stream = await microphone();
  const connection = new RTCPeerConnection();
  const sound = new Audio();
  const meter = openMeter(stream);
  let closed = false;
  let muted = false;
  let sender: RTCRtpSender | null = null;

  function speakInto(own: MediaStream): void {
    const [track] = own.getAudioTracks();
    if (!track) return;
    track.enabled = !muted;
    track.addEventListener('ended', () => void anotherMicrophone(), { once: true });
    if (sender) void sender.replaceTrack(track);
    else sender = connection.addTrack(track, own);
  }
  async function anotherMicrophone(): Promise<void> {
    if (closed) return;
    const next = await microphone().catch(() => null);
    if (closed) return stop(next);
    hooks.microphone(next !== null);
    if (!next) return;
    stop(stream);
    for (const track of next.getAudioTracks()) stream.addTrack(track);
    meter.listenTo(next);
    speakInto(next);
  }
  speakInto(stream);
  connection.addEventListener('track', ({ track, streams }) => {
    sound.srcObject = streams[0] ?? new MediaStream([track]);
    // Refused only in a window that nobody has touched yet, and a call is touched.
    void sound.play().catch(() => {});
  });
  connection.addEventListener('connectionstatechange', () => {
    if (closed) return;
    const { connectionState: is } = connection;
    if (is === 'connected' || is === 'failed') hooks.state(is);
    else if (is === 'disconnected') hooks.state('unsteady');
  });

  /** Everything at once: what comes later is not passed on. */
  async function described(description: RTCSessionDescriptionInit): Promise<string> {
    await connection.setLocalDescription(description);
    await gathered(connection);
    return connection.localDescription?.sdp ?? '';
  }
  return {
    offer: async () => described(await connection.createOffer()),
    async answer(offer) {
      await connection.setRemoteDescription({ type: 'offer', sdp: offer });
      return described(await connection.createAnswer());
    },
    take: (answer) => connection.setRemoteDescription({ type: 'answer', sdp: answer }),
    mute(is) {
      muted = is;
      for (const track of stream.getAudioTracks()) track.enabled = !is;
    },
    level: () => (muted ? 0 : meter.level()),
    close() {
      if (closed) return;
      closed = true;
      stop(stream);
      connection.close();
      meter.close();
      sound.pause();
      sound.srcObject = null;
    },
  };
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
    stream?.removeTrack(track);
  }
}

async function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === 'complete') return;
  await new Promise<void>((done) => {
    const limit = setTimeout(done, gatheringLimit);
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState !== 'complete') return;
      clearTimeout(limit);
      done();
    });
  });
}

function openMeter(first: MediaStream) {
  const context = new AudioContext();
  const meter = context.createAnalyser();
  meter.fftSize = 512;
  const samples = new Float32Array(meter.fftSize);
  let source: MediaStreamAudioSourceNode | null = null;
  function listenTo(stream: MediaStream): void {
    source?.disconnect();
    source = context.createMediaStreamSource(stream);
    source.connect(meter);
  }
  listenTo(first);
  return {
    listenTo,
    level(): number {
      meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return Math.min(1, Math.sqrt(power) * 4);
    },
    close: () => void context.close(),
  };
}
