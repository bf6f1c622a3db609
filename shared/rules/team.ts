import type { Id } from '../contract/scalars.ts';
import type { Service } from '../contract/service.ts';
import type { Team } from '../contract/team.ts';

/** Whether what waits is for this person to take: everybody's, or of a team of theirs. */
export function isForThem(
  { teamId }: Pick<Service, 'teamId'>,
  userId: Id,
  teamOf: (id: Id) => Team | undefined,
): boolean {
  const team = teamId === undefined ? undefined : teamOf(teamId);
  // What a team that rests, or has nobody, still has is everybody's.
  if (!team?.active || team.memberIds.length === 0) return true;
  return team.memberIds.includes(userId);
}
