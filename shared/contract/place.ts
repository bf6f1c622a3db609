import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';

const strict = { additionalProperties: false };

/** A message of which no more than its id is known, or the first one at or after a moment (else the last of all). */
export const SoughtPlace = Type.Union([
  Type.Object({ messageId: Id }, strict),
  Type.Object({ from: Instant }, strict),
]);
export type SoughtPlace = Static<typeof SoughtPlace>;

/** Where it stands now: two conversations that became one have the messages of both. */
export const MessagePlace = Type.Object({
  conversationId: Id,
  messageId: Id,
  position: Type.Integer(),
  sentAt: Instant,
});
export type MessagePlace = Static<typeof MessagePlace>;

/** Of the server. Null: there is none. */
export const PlaceRequest = Type.Object({ conversationId: Id, sought: SoughtPlace }, strict);
export type PlaceRequest = Static<typeof PlaceRequest>;
export const PlaceAnswer = Type.Object({ place: nullable(MessagePlace) });
export type PlaceAnswer = Static<typeof PlaceAnswer>;

/** Of the console: also the first message that this person has not read. */
export const LocateQuestion = Type.Object(
  {
    conversationId: Id,
    sought: Type.Union([SoughtPlace, Type.Object({ unread: Type.Literal(true) }, strict)]),
  },
  strict,
);
export type LocateQuestion = Static<typeof LocateQuestion>;

/**
 * `known`: it is so; offline, late: the server could not be asked, and this is what is here. A place
 * without a position is a message that waits here. `unread`: how many there are from there on.
 */
export type Located = {
  place: (Omit<MessagePlace, 'position'> & { position: number | null }) | null;
  by: 'known' | 'offline' | 'late';
  unread?: number;
};
