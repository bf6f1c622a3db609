/** For tests: a console's side of a call, as the app's own is: sound and whole descriptions. */

import { onTestFinished } from 'vitest';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket, useOPUS } from 'werift';

const opus = useOPUS;

export function testConsole() {
  // Another number for the codec than the phone's own: whoever offers decides.
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [opus({ payloadType: 109 })] },
  });
  const voice = new MediaStreamTrack({ kind: 'audio' });
  connection.addTransceiver(voice, { direction: 'sendrecv' });
  const heard: RtpPacket[] = [];
  connection.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => void heard.push(packet.clone()));
  });
  onTestFinished(() => connection.close());
  const described = () => connection.localDescription?.sdp ?? '';
  let said = 0;
  return {
    heard,
    async offer() {
      await connection.setLocalDescription(await connection.createOffer());
      return described();
    },
    async answer(sdp: string) {
      await connection.setRemoteDescription({ type: 'offer', sdp });
      await connection.setLocalDescription(await connection.createAnswer());
      return described();
    },
    take: (sdp: string) => connection.setRemoteDescription({ type: 'answer', sdp }),
    /** One packet; what is said before the two have found each other is lost. */
    say(payload: Buffer) {
      said += 1;
      const header = new RtpHeader({ sequenceNumber: said, timestamp: said * 960 });
      voice.writeRtp(new RtpPacket(header, payload));
    },
    /** Whether that was heard. */
    hears: (payload: Buffer) => heard.some((packet) => packet.payload.equals(payload)),
    /** Whether it is looking for the other side. */
    looks: () => connection.iceConnectionState === 'checking',
  };
}
