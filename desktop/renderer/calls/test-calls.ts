/** A person at a console with calls, for tests. */
import type { CallMove, LiveCall } from '#shared/contract/call.ts';
import { silentDesk } from '../preview/samples.ts';
import { barsOf, phaseOf } from './bars.ts';
import type { PeerHooks } from './peer.ts';
import type { Ready } from './ready.ts';
import { createCallsStore } from './store.ts';

const since = '2026-11-21T12:00:00.000Z';
export const ringing = (id: string, part: Partial<LiveCall> = {}): LiveCall => ({
  ...{ id, conversationId: `of ${id}`, direction: 'in', video: false, state: 'ringing' },
  ...{ userId: null, sdp: `offer of ${id}`, since },
  ...part,
});
export const refused = (code: string) => ({ ok: false, code, detail: '' });

/** A person at a console: the bridge answers as `answers` says, the peer does as it is told. */
export function callsDesk(answers: (move: CallMove) => unknown = () => ({ id: 'mine' })) {
  const bridge = silentDesk({ call: ({ move }) => answers(move) });
  const peers: { hooks: PeerHooks; closed: boolean; took: string[]; muted: boolean }[] = [];
  const at = {
    online: true,
    ready: 'yes' as Ready,
    microphone: null as Error | null,
    brokenOffer: false,
    opened: [] as string[],
    hushed: 0,
  };
  const calls = createCallsStore({
    desk: bridge,
    async openPeer(hooks) {
      await Promise.resolve();
      if (at.microphone) throw at.microphone;
      const peer = { hooks, closed: false, took: [] as string[], muted: false };
      peers.push(peer);
      return {
        offer: async () => 'our offer',
        answer: async (offer) => {
          if (at.brokenOffer) throw new Error('not understood');
          return `answer to ${offer}`;
        },
        take: async (answer) => void peer.took.push(answer),
        mute: (muted) => {
          peer.muted = muted;
        },
        level: () => 0.5,
        close: () => {
          peer.closed = true;
        },
      };
    },
    me: () => 'ana',
    online: () => at.online,
    ready: async () => at.ready,
    hush: () => {
      at.hushed += 1;
    },
    openLink: (url) => void at.opened.push(url),
  });
  const moves = () => bridge.asked.map(({ question }) => (question as { move: CallMove }).move);
  const kinds = () => barsOf(calls.getState()).map(({ kind }) => kind);
  const phase = () => {
    const { own } = calls.getState();
    return own && phaseOf(own);
  };
  const troubles = () => calls.getState().troubles.map(({ what, why }) => [what, why]);
  return { calls, at, peers, moves, kinds, phase, troubles };
}
/** In a call that came in, with both sides heard. */
export async function speaking(answers?: (move: CallMove) => unknown) {
  const all = callsDesk(answers);
  all.calls.receive([ringing('a')]);
  await all.calls.take('a');
  all.calls.receive([ringing('a', { state: 'talking', userId: 'ana' })]);
  all.peers[0]?.hooks.state('connected');
  return all;
}
