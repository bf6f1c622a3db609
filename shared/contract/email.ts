import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';

/** kept: the workspace has no way to send any, and admins read it here. */
export const emailStates = ['kept', 'queued', 'sent', 'failed'] as const;

/** An e-mail of the workspace's own. What it says is forgotten once it has gone. */
export const OutboxEmail = Type.Object({
  id: Id,
  to: Type.String(),
  subject: Type.String(),
  text: nullable(Type.String()),
  state: Type.Enum([...emailStates]),
  failure: nullable(Type.String()),
  createdAt: Instant,
  sentAt: nullable(Instant),
});
export type OutboxEmail = Static<typeof OutboxEmail>;
