import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';

export const ServiceState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('open'),
  Type.Literal('finished'),
]);
export type ServiceState = Static<typeof ServiceState>;

/** attendant: by hand; inactivity: open and silent for too long; unattended: nobody ever started it. */
export const FinishReason = Type.Union([
  Type.Literal('attendant'),
  Type.Literal('inactivity'),
  Type.Literal('unattended'),
]);
export type FinishReason = Static<typeof FinishReason>;

export const Evaluation = Type.Object({
  score: Type.Integer({ minimum: 1, maximum: 5 }),
  comment: nullable(Type.String()),
  at: Instant,
});
export type Evaluation = Static<typeof Evaluation>;

/** One attendance inside a conversation. Once finished only its evaluation and tags may change. */
export const Service = Type.Object({
  id: Id,
  conversationId: Id,
  state: ServiceState,
  /** Who holds it, or held it when it finished; null while waiting. */
  attendantId: nullable(Id),
  createdAt: Instant,
  startedAt: nullable(Instant),
  finishedAt: nullable(Instant),
  finishReason: nullable(FinishReason),
  lastInteractionAt: Instant,
  evaluation: nullable(Evaluation),
  /** Whose it is to answer; absent: everybody's. */
  teamId: Type.Optional(Id),
  /** Absent where its holder took it themselves: who gave it to them (null: routing), and when. */
  given: Type.Optional(Type.Object({ by: nullable(Id), at: Instant })),
  /** Absent: none. */
  tags: Type.Optional(Type.Array(Id)),
});
export type Service = Static<typeof Service>;

export const StepKind = Type.Union([
  Type.Literal('created'),
  Type.Literal('started'),
  Type.Literal('transferred'),
  Type.Literal('returned'),
  Type.Literal('finished'),
  Type.Literal('evaluated'),
]);
export type StepKind = Static<typeof StepKind>;

/**
 * Append-only history of a service: who did it, who holds it after it, when. One that started by
 * nobody was given to its holder by routing; one transferred to nobody went to a team's queue.
 */
export const ServiceStep = Type.Object({
  serviceId: Id,
  kind: StepKind,
  actorId: nullable(Id),
  holderId: nullable(Id),
  /** The team whose it is after it; absent: everybody's. */
  teamId: Type.Optional(Id),
  at: Instant,
});
export type ServiceStep = Static<typeof ServiceStep>;
