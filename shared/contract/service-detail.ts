/** One service as the office shows it: what became of it, and what was said. */
import { type Static, Type } from 'typebox';
import { Attachment } from './attachment.ts';
import { Direction, MessageContent, MessageKind, MessageStatus, Sender } from './message.ts';
import { Id, Instant, nullable } from './scalars.ts';
import { StepKind } from './service.ts';
import { ServiceItem } from './service-list.ts';

const Named = Type.Object({ id: Id, name: Type.String() });

export const ServiceDetailStep = Type.Object({
  what: StepKind,
  /** Absent: the contact or the system. */
  who: Type.Optional(Named),
  /** Who holds it after it. */
  holder: Type.Optional(Named),
  /** Whose it is after it; absent: everybody's. */
  team: Type.Optional(Named),
  when: Instant,
});
export type ServiceDetailStep = Static<typeof ServiceDetailStep>;

export const ServiceDetail = Type.Object({
  ...ServiceItem.properties,
  conversationId: Id,
  tags: Type.Array(Id),
  /** In the order in which they were taken. */
  steps: Type.Array(ServiceDetailStep),
});
export type ServiceDetail = Static<typeof ServiceDetail>;

/** Seconds, as the reports count them; null: it has not come to that. */
export const ServiceTimes = Type.Object({
  /** Created to first started. */
  waiting: nullable(Type.Integer()),
  /** First message of the contact to the first answer of a person. */
  firstAnswer: nullable(Type.Integer()),
  answeredBy: Type.Optional(Named),
  /** First started to finished. */
  duration: nullable(Type.Integer()),
});
export type ServiceTimes = Static<typeof ServiceTimes>;

export const ServiceMessage = Type.Object({
  id: Id,
  direction: Direction,
  /** `note`: it never left the house. */
  kind: MessageKind,
  text: Type.Optional(Type.String()),
  /** With its small picture where that is asked for. */
  attachment: Type.Optional(Type.Omit(Attachment, ['waveform'])),
  content: Type.Optional(MessageContent),
  /** Absent: the contact or the system. */
  author: Type.Optional(Named),
  /** Who of a group wrote it. */
  sender: Type.Optional(Sender),
  status: Type.Optional(MessageStatus),
  failure: Type.Optional(Type.String()),
  sentAt: Instant,
  editedAt: Type.Optional(Instant),
  /** Nothing of it is shown any more. */
  deletedAt: Type.Optional(Instant),
});
export type ServiceMessage = Static<typeof ServiceMessage>;
