import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';

/** The longest text that WhatsApp carries, in UTF-16 units. */
export const longestText = 65_536;

export const MessageText = Type.String({ minLength: 1, maxLength: longestText, pattern: '\\S' });

export const Direction = Type.Union([Type.Literal('in'), Type.Literal('out')]);
export type Direction = Static<typeof Direction>;

/** What a message carries. A kind this version does not know is `unknown`, shown as a placeholder. */
export const MessageKind = Type.Union([
  Type.Literal('text'),
  Type.Literal('note'),
  Type.Literal('unknown'),
]);
export type MessageKind = Static<typeof MessageKind>;

/** Only ever moves forward, in this order. */
export const messageStatuses = ['queued', 'sent', 'delivered', 'read', 'played'] as const;
export const MessageStatus = Type.Enum([...messageStatuses]);
export type MessageStatus = (typeof messageStatuses)[number];

export const Message = Type.Object({
  id: Id,
  conversationId: Id,
  serviceId: nullable(Id),
  /** Its number in the conversation, from 1; decides the order everywhere. */
  position: Type.Integer({ minimum: 1 }),
  direction: Direction,
  kind: MessageKind,
  text: nullable(Type.String()),
  /** The user who wrote it; null for the contact and for the system. */
  authorId: nullable(Id),
  /** Null for what came in. */
  status: nullable(MessageStatus),
  /** Why WhatsApp would not take it, in words; a fact apart from the status. */
  failure: nullable(Type.String()),
  sentAt: Instant,
});
export type Message = Static<typeof Message>;
