/**
 * A phone's side of a call: a WebRTC peer in this process, which says a soft tone until it hears
 * something, and then what it hears. It takes and gives whole descriptions, with every candidate.
 */
import type { RTCPeerConnection } from 'werift';
import { frameMs, frameTicks, tone } from './tone.ts';

/** In packets. */
export type Sound = { connected: boolean; heard: number; said: number };

export type Peer = { sound(): Sound; close(): void };
/** `connect` takes the answer to its offer. @throws where it is none */
export type Offering = Peer & { sdp: string; connect(answer: string): Promise<void> };
/** `accept` answers the offer, and looks for the other side from then on. @returns its answer */
export type Answering = Peer & { accept(): Promise<string> };
/** `lost`: the other side is gone, or was never found. */
export type Peers = {
  offer(lost: () => void): Promise<Offering>;
  /** @throws where the offer is none */
  answer(offer: string, lost: () => void): Promise<Answering>;
};

export const webrtcPeers: Peers = {
  async offer(lost) {
    const { connection, peer, meet } = await open(lost);
    await connection.setLocalDescription(await connection.createOffer());
    return {
      ...peer,
      sdp: described(connection),
      connect: (sdp) => meet('answer', sdp),
    };
  },
  async answer(sdp, lost) {
    const { connection, peer, meet } = await open(lost);
    try {
      await meet('offer', sdp);
      const answer = await connection.createAnswer();
      return {
        ...peer,
        async accept() {
          await connection.setLocalDescription(answer);
          return described(connection);
        },
      };
    } catch (error) {
      peer.close();
      throw error;
    }
  },
};

const needed = [/^m=audio /m, /^a=ice-ufrag:/m, /^a=fingerprint:/m];

/** Once every candidate is found: nothing is told later. */
const described = ({ localDescription }: RTCPeerConnection): string => localDescription?.sdp ?? '';

async function open(lost: () => void) {
  // Loaded with the first call: it is large, and most servers never make one.
  const {
    MediaStreamTrack,
    RtpHeader,
    RtpPacket,
    useOPUS: opus,
    ...werift
  } = await import('werift');
  /** What the other side calls itself. */
  let theirs: string | undefined;
  const connection = new werift.RTCPeerConnection({
    iceServers: [],
    // A console on this machine finds it even where there is no network.
    iceAdditionalHostAddresses: ['127.0.0.1'],
    // Whoever else had the offer answers it, too: a second console, refused a moment later.
    iceFilterStunResponse: (message) =>
      String(message.getAttributeValue('USERNAME')).split(':')[1] === theirs,
    codecs: { audio: [opus({ payloadType: 111 })], video: [] },
  });
  const voice = new MediaStreamTrack({ kind: 'audio' });
  connection.addTransceiver(voice, { direction: 'sendrecv' });
  const sound: Sound = { connected: false, heard: 0, said: 0 };
  let speaking: NodeJS.Timeout | null = null;

  function speak(): void {
    let n = 0;
    speaking ??= setInterval(() => {
      const payload = tone[n % tone.length] as Buffer;
      const header = new RtpHeader({ sequenceNumber: n % 65_536, timestamp: n * frameTicks });
      n += 1;
      sound.said += 1;
      voice.writeRtp(new RtpPacket(header, payload));
    }, frameMs);
  }
  function beQuiet(): void {
    if (speaking) clearInterval(speaking);
    speaking = null;
  }

  connection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => {
      if (sound.heard === 0) {
        beQuiet();
        voice.notifySourceChanged(packet.header);
      }
      sound.heard += 1;
      sound.said += 1;
      voice.writeRtp(packet);
    });
  });
  connection.connectionStateChange.subscribe((state) => {
    sound.connected = state === 'connected';
    if (state === 'connected' && sound.heard === 0) speak();
    if (state === 'failed' || state === 'closed') beQuiet();
    if (state === 'failed') lost();
  });

  /** The library takes anything for a description. @throws where it has no way to any sound */
  async function meet(type: 'offer' | 'answer', sdp: string): Promise<void> {
    if (!needed.every((part) => part.test(sdp))) throw new Error('This describes no sound.');
    theirs = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
    await connection.setRemoteDescription({ type, sdp });
  }
  const peer: Peer = {
    sound: () => ({ ...sound }),
    close() {
      beQuiet();
      void connection.close();
    },
  };
  return { connection, peer, meet };
}
