/** Calls as they run now; what became of each is a message of its conversation. */
import { type Static, Type } from 'typebox';
import { Direction } from './message.ts';
import { Id, Instant, nullable } from './scalars.ts';

const strict = { additionalProperties: false };

/** voice: spoken in the console; link: a link to a call is sent instead; none: neither. */
export const Calling = Type.Enum(['voice', 'link', 'none']);
export type Calling = Static<typeof Calling>;

/** A WebRTC session description, as `RTCSessionDescription.sdp` has it. */
export const Sdp = Type.String({ minLength: 1, maxLength: 32_768 });

export const LiveCall = Type.Object({
  /** Its message's. */
  id: Id,
  conversationId: Id,
  direction: Direction,
  video: Type.Boolean(),
  state: Type.Enum(['ringing', 'talking']),
  /** Who dialled it or took it; null while nobody has taken one that came in. */
  userId: nullable(Id),
  /**
   * The contact's side: its offer while one that came in rings, its answer once it took ours, or
   * before. Null on a call that came in: this way to WhatsApp carries no voice, it can only be
   * declined.
   */
  sdp: nullable(Sdp),
  since: Instant,
});
export type LiveCall = Static<typeof LiveCall>;

/** The longest question to a contact whether we may call, in UTF-16 units. */
export const longestAsk = 1_024;

/** What an attendant does about calls; nothing of it waits in the outbox. */
export const callMoves = {
  /** Voice. Refused `call-permission` where the contact has not allowed calls. */
  dial: Type.Object({ move: Type.Literal('dial'), conversationId: Id, sdp: Sdp }, strict),
  answer: Type.Object({ move: Type.Literal('answer'), callId: Id, sdp: Sdp }, strict),
  decline: Type.Object({ move: Type.Literal('decline'), callId: Id }, strict),
  hangUp: Type.Object({ move: Type.Literal('hangUp'), callId: Id }, strict),
  /** Sends the contact WhatsApp's own question whether we may call. */
  askPermission: Type.Object(
    {
      move: Type.Literal('askPermission'),
      conversationId: Id,
      text: Type.String({ minLength: 1, maxLength: longestAsk, pattern: '\\S' }),
    },
    strict,
  ),
  /** Sends a link to a call; the answer has it, for opening it here. */
  sendLink: Type.Object(
    { move: Type.Literal('sendLink'), conversationId: Id, video: Type.Boolean() },
    strict,
  ),
} as const;
export const CallMove = Type.Union([
  callMoves.dial,
  callMoves.answer,
  callMoves.decline,
  callMoves.hangUp,
  callMoves.askPermission,
  callMoves.sendLink,
]);
export type CallMove = Static<typeof CallMove>;

/** `id`: the message that tells of it. */
export const CallMoved = Type.Object({ id: Id, url: Type.Optional(Type.String()) });
export type CallMoved = Static<typeof CallMoved>;
