/** What is shown of calls, decided from what the server says and what is done here. Pure. */
import type { LiveCall } from '#shared/contract/call.ts';
import type { Direction } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { PeerState } from './peer.ts';
import type { ToneName } from './tone.ts';

/** The one call in which this console speaks, or is about to. */
export type OwnCall = {
  /** Null while the server has not answered to our dialling. */
  id: Id | null;
  conversationId: Id;
  direction: Direction;
  step: 'microphone' | 'asking' | 'underWay';
  /** The server says that the two speak. */
  answered: boolean;
  link: PeerState;
  muted: boolean;
  /** False: the microphone went away. */
  heard: boolean;
  /** When both sides could first be heard here; ms. */
  since: number | null;
};

export type OwnPhase = 'microphone' | 'dialled' | 'connecting' | 'talking' | 'unsteady';

export function phaseOf(own: OwnCall): OwnPhase {
  if (own.step === 'microphone') return 'microphone';
  if (own.direction === 'out' && !own.answered) return 'dialled';
  if (own.since === null) return 'connecting';
  return own.link === 'unsteady' ? 'unsteady' : 'talking';
}

/** A call of ours that has just ended; `seconds` null: nobody spoke. */
export type Ended = { conversationId: Id; seconds: number | null };

export type CallsShown = {
  live: readonly LiveCall[];
  own: OwnCall | null;
  ended: Ended | null;
  /** Declined or given up here: the server is being told. */
  hidden: ReadonlySet<Id>;
  /** Ring without a sound here. */
  silenced: ReadonlySet<Id>;
};

export type Bar =
  | { kind: 'own'; key: string; conversationId: Id; own: OwnCall }
  | { kind: 'ended'; key: string; conversationId: Id; seconds: number | null }
  /** Taken or dialled by this user on another console. */
  | { kind: 'elsewhere'; key: Id; conversationId: Id; call: LiveCall }
  | { kind: 'ringing'; key: Id; conversationId: Id; call: LiveCall };

/** The one that is spoken first, then those that ring, the longest first. */
export function barsOf({ live, own, ended, hidden }: CallsShown): Bar[] {
  const others = live.filter(({ id }) => id !== own?.id && !hidden.has(id));
  const bar = (kind: 'elsewhere' | 'ringing') => (call: LiveCall) => ({
    kind,
    key: call.id,
    conversationId: call.conversationId,
    call,
  });
  return [
    ...(own ? [{ kind: 'own' as const, key: 'own', conversationId: own.conversationId, own }] : []),
    ...(ended ? [{ kind: 'ended' as const, key: 'ended', ...ended }] : []),
    ...others.filter((call) => !rings(call)).map(bar('elsewhere')),
    ...others
      .filter(rings)
      .sort((a, b) => (a.since < b.since ? -1 : 1))
      .map(bar('ringing')),
  ];
}

const rings = ({ direction, state, userId }: LiveCall): boolean =>
  direction === 'in' && state === 'ringing' && userId === null;

/** A call that this console could take. */
export const canAnswer = ({ sdp }: LiveCall): boolean => sdp !== null;

export function toneOf(shown: CallsShown): ToneName | null {
  const loud = barsOf(shown).some(
    (bar) => bar.kind === 'ringing' && !shown.silenced.has(bar.call.id),
  );
  const { own } = shown;
  if (loud) return own ? 'quiet' : 'ring';
  return own?.id && phaseOf(own) === 'dialled' ? 'dialled' : null;
}
