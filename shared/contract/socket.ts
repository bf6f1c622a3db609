import { type Static, Type } from 'typebox';
import { Calling, type CallMove, type CallMoved, LiveCall } from './call.ts';
import type {
  ChangeBatch,
  OlderAnswer,
  OlderRequest,
  OpenServiceAnswer,
  OpenServiceRequest,
  PastAnswer,
  PastRequest,
  PullAnswer,
  PullRequest,
  SnapshotPage,
  SnapshotRequest,
} from './change.ts';
import type { Command, CommandValue } from './command.ts';
import { CopySettings } from './copies.ts';
import type { PlaceAnswer, PlaceRequest } from './place.ts';
import type { Looking, PresenceNews } from './presence.ts';
import type { Answer } from './refusal.ts';
import { Id } from './scalars.ts';
import type { SearchAnswer, SearchRequest } from './search.ts';
import { SignedInUser } from './sign-in.ts';
import { DriverName, type WhatsappSession, WhatsappState } from './whatsapp.ts';

/** The handshake's `auth`: the sign-in token and the app's version. */
export const Handshake = Type.Object({ token: Type.String(), app: Type.String() });
export type Handshake = Static<typeof Handshake>;

/** First thing after a connection; the app pulls when its cursor is behind `head`. */
export const Welcome = Type.Object({
  epoch: Id,
  head: Type.Integer({ minimum: 0 }),
  serverVersion: Type.String(),
  /** An app below this version is asked to update and goes on working from its cache. */
  minimumApp: Type.String(),
  workspace: Type.String(),
  user: SignedInUser,
  whatsapp: WhatsappState,
  /** Which way to WhatsApp runs; absent: the server is older than this question. */
  whatsappDriver: Type.Optional(DriverName),
  /** What is to be kept on this machine; absent: the server is older than this question. */
  copies: Type.Optional(CopySettings),
  /** True while the sample workspace is there to be removed. */
  sample: Type.Boolean(),
  /** What this way to WhatsApp does about calls; absent: the server is older than this question. */
  calling: Type.Optional(Calling),
  /** Those that this user hears ring, or speaks in. */
  calls: Type.Optional(Type.Array(LiveCall)),
});
export type Welcome = Static<typeof Welcome>;

type Ask<Q, A> = (question: Q, answer: (answer: Answer<A>) => void) => void;

export type ServerToApp = {
  welcome: (welcome: Welcome) => void;
  changes: (batch: ChangeBatch) => void;
  whatsapp: (state: WhatsappState) => void;
  /** What the workspace is called from now on. */
  workspace: (name: string) => void;
  /** Admins only: all of it, on every change. */
  whatsappSession: (session: WhatsappSession) => void;
  /** All that this user hears ring, or speaks in, on every change. */
  calls: (calls: LiveCall[]) => void;
  /** Volatile: who looks at what. All of it after the welcome, then what is different. */
  presence: (news: PresenceNews) => void;
  /** This sign-in is over (signed out elsewhere, deactivated, expired): the app asks for a new one. */
  signedOut: () => void;
};

/**
 * Every question is checked against its schema; what does not fit is answered `invalid` with the
 * path of the field, and the socket stays open. A trouble of the server's own (database away) is
 * answered with no refusal at all: the acknowledgement never comes, and the app tries again.
 */
export type AppToServer = {
  pull: Ask<PullRequest, PullAnswer>;
  snapshot: Ask<SnapshotRequest, SnapshotPage>;
  older: Ask<OlderRequest, OlderAnswer>;
  search: Ask<SearchRequest, SearchAnswer>;
  command: Ask<Command, CommandValue>;
  past: Ask<PastRequest, PastAnswer>;
  place: Ask<PlaceRequest, PlaceAnswer>;
  openService: Ask<OpenServiceRequest, OpenServiceAnswer>;
  call: Ask<CallMove, CallMoved>;
};

/** What an app says and nobody answers: volatile, never stored, never retried. */
export type AppSays = {
  presence: (looking: Looking) => void;
};
