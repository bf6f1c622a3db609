import { v7 } from 'uuid';
import type { BridgeAnswers } from '#shared/contract/bridge.ts';
import type { CallMove, LiveCall } from '#shared/contract/call.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';

const refusal = (code: ConsoleRefusal['code']): ConsoleRefusal => ({
  ok: false,
  code,
  detail: code,
});

type Options = {
  me: Id;
  /** Whether contacts have allowed calls. */
  allows: boolean;
  tell(calls: LiveCall[]): void;
};

/** The contacts' phones, in the page itself: a real connection to a quiet tone. */
export function createPhone({ me, allows, tell }: Options) {
  const sides = new Map<Id, RTCPeerConnection>();
  let live: LiveCall[] = [];
  let picksUp = true;
  const change = (next: LiveCall[]) => {
    live = next;
    tell(live);
  };
  const put = (call: LiveCall) =>
    change(
      [...live.filter((one) => one.id !== call.id), call].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  const drop = (id: Id) => {
    sides.get(id)?.close();
    change(live.filter((call) => call.id !== id));
  };

  function side(id: Id): RTCPeerConnection {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const to = context.createMediaStreamDestination();
    tone.connect(to);
    tone.start();
    const connection = new RTCPeerConnection();
    for (const track of to.stream.getTracks()) connection.addTrack(track, to.stream);
    sides.set(id, connection);
    return connection;
  }
  async function described(
    connection: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ): Promise<string> {
    await connection.setLocalDescription(description);
    while (connection.iceGatheringState !== 'complete') {
      await new Promise((done) =>
        connection.addEventListener('icegatheringstatechange', done, { once: true }),
      );
    }
    return connection.localDescription?.sdp ?? '';
  }
  const begun = (part: Pick<LiveCall, 'conversationId'> & Partial<LiveCall>): LiveCall => ({
    id: v7(),
    direction: 'in',
    video: false,
    state: 'ringing',
    userId: null,
    sdp: null,
    since: new Date().toISOString(),
    ...part,
  });

  async function move(asked: CallMove): Promise<BridgeAnswers['call'] | ConsoleRefusal> {
    switch (asked.move) {
      case 'dial': {
        if (!allows) return refusal('call-permission');
        const { conversationId, sdp } = asked;
        const call = begun({ conversationId, direction: 'out', userId: me });
        put(call);
        if (picksUp) {
          const connection = side(call.id);
          await connection.setRemoteDescription({ type: 'offer', sdp });
          const answer = await described(connection, await connection.createAnswer());
          put({ ...call, state: 'talking', sdp: answer });
        }
        return { id: call.id };
      }
      case 'answer': {
        const call = live.find(({ id }) => id === asked.callId);
        if (!call) return refusal('call-over');
        await sides.get(call.id)?.setRemoteDescription({ type: 'answer', sdp: asked.sdp });
        put({ ...call, state: 'talking', userId: me });
        return { id: call.id };
      }
      case 'decline':
      case 'hangUp':
        drop(asked.callId);
        return { id: asked.callId };
      case 'askPermission':
        return { id: v7() };
      case 'sendLink':
        return { id: v7(), url: 'https://call.whatsapp.com/voice/AbC123' };
    }
  }
  return {
    move,
    /** Somebody calls, with a voice unless `part` says otherwise. */
    async ring(conversationId: Id, part: Partial<LiveCall> = {}): Promise<Id> {
      const call = begun({ conversationId });
      const sdp = await described(
        side(call.id),
        (await sides.get(call.id)?.createOffer()) as never,
      );
      put({ ...call, sdp, ...part });
      return call.id;
    },
    /** From now on nobody picks up. */
    letRing: () => {
      picksUp = false;
    },
    hangUp: drop,
  };
}
