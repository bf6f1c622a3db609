import { type Static, Type } from 'typebox';
import { Id, Instant } from './scalars.ts';

export const Conversation = Type.Object({
  id: Id,
  contactId: Id,
  /** Messages of a conversation are numbered 1, 2, 3 ... without gaps; 0 while it has none. */
  lastPosition: Type.Integer({ minimum: 0 }),
  /**
   * Absent: 1. Below it where WhatsApp's history came after the first messages; above it where the
   * first ones are kept no more.
   */
  firstPosition: Type.Optional(Type.Integer()),
  /** Up to here everything was dealt with (its service ended): nobody sees it as unread. */
  settledPosition: Type.Integer({ minimum: 0 }),
  lastActivityAt: Instant,
});
export type Conversation = Static<typeof Conversation>;

/** How far one user has read one conversation. Each person's own; only ever grows. */
export const ReadMark = Type.Object({ conversationId: Id, position: Type.Integer({ minimum: 0 }) });
export type ReadMark = Static<typeof ReadMark>;
