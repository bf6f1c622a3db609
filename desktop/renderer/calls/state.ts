/** What is known of calls, what may be known of an answer, and how long things may take. */
import type { BridgeAnswers } from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { RecordingTrouble } from '../media/recorder.ts';
import type { CallsShown } from './bars.ts';

export type CallTrouble = {
  key: number;
  conversationId: Id;
  /** What came to nothing; `talk`: a call that was under way. */
  what: 'answer' | 'dial' | 'talk' | 'decline' | 'hangUp' | 'sendLink';
  why:
    | { kind: 'microphone'; trouble: RecordingTrouble }
    /** The two sides did not find, or lost, each other. */
    | { kind: 'connection' }
    | { kind: 'refused'; refusal: Pick<ConsoleRefusal, 'code' | 'holder' | 'detail'> };
};

export type CallsState = CallsShown & {
  /** A conversation whose contact has not allowed calls: what is asked of them is being written. */
  asking: Id | null;
  /** A call that is to be answered once the one that is spoken is hung up. */
  replacing: Id | null;
  /** Conversations to which a link is being sent. */
  linking: ReadonlySet<Id>;
  troubles: readonly CallTrouble[];
};

export const nothing: CallsState = {
  live: [],
  own: null,
  ended: null,
  hidden: new Set(),
  silenced: new Set(),
  asking: null,
  replacing: null,
  linking: new Set(),
  troubles: [],
};

/** ms. */
export const limits = {
  /** Both sides say yes and do not find each other. */
  connecting: 20_000,
  /** Nothing comes through any more. */
  unsteady: 15_000,
  /** A call that we dialled is in the list of those that run. */
  listed: 5_000,
  /** How long it is told that a call ended. */
  ended: 4_000,
  /** A dialling whose answer did not come may still turn out to have been done. */
  lost: 60_000,
};

export type Answer = { ok: true; value: BridgeAnswers['call'] } | Omit<ConsoleRefusal, 'path'>;
/** Whether it was done is not known. */
export const unsure = ({ code }: Pick<ConsoleRefusal, 'code'>): boolean =>
  code === 'server-unreachable' || code === 'app-trouble';
export const isOver = ({ code }: Pick<ConsoleRefusal, 'code'>): boolean =>
  code === 'call-over' || code === 'call-taken';
