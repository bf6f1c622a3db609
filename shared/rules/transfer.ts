import type { Command } from '../contract/command.ts';
import type { Id } from '../contract/scalars.ts';

type Named = Pick<Extract<Command, { type: 'transferService' }>, 'attendantId' | 'teamId'>;
export type Receiver = { attendantId: Id } | { teamId: Id | null };

/** Whom a transfer is for; null: it names neither, or both. */
export function receiverOf({ attendantId, teamId }: Named): Receiver | null {
  if (attendantId !== undefined) return teamId === undefined ? { attendantId } : null;
  return teamId === undefined ? null : { teamId };
}
