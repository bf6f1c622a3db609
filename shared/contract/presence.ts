/** Who looks at what just now: told over the socket, never stored, gone when their console is. */
import { type Static, Type } from 'typebox';
import { Id, nullable } from './scalars.ts';

/** Milliseconds: how often a console says that it is still there, and after how long it is not. */
export const presenceBeat = 4_000;
export const presenceLife = 10_000;
/** How long somebody who pressed a key counts as typing. */
export const typingLife = 5_000;

/** What a console says of itself; null: it looks at no conversation. */
export const Looking = Type.Object(
  { conversationId: nullable(Id), typing: Type.Boolean() },
  { additionalProperties: false },
);
export type Looking = Static<typeof Looking>;

/** One console of one user, or (`userId` null) the contact of the conversation, who types. */
export const Presence = Type.Object({
  consoleId: Type.String({ maxLength: 64 }),
  userId: nullable(Id),
  conversationId: nullable(Id),
  typing: Type.Boolean(),
});
export type Presence = Static<typeof Presence>;

/** `whole`: all there are, in place of what was known. A console that looks nowhere is gone. */
export const PresenceNews = Type.Object({
  whole: Type.Boolean(),
  consoles: Type.Array(Presence),
});
export type PresenceNews = Static<typeof PresenceNews>;
