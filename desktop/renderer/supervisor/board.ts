import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Team } from '#shared/contract/team.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { heldBy } from '../teams/holding.ts';
import { isOnline } from '../transfer/receivers.ts';

/** all: every team and everybody's; none: what is everybody's; else that team's. */
export type TeamChoice = 'all' | 'none' | Id;

export type Board = {
  /** The longest wait first. */
  waiting: ConversationSummary[];
  /** Who is there first, then by name; with what they hold, the longest first. */
  attendants: { colleague: Colleague; held: readonly ConversationSummary[] }[];
  online: number;
  open: number;
};

/** Who holds what and what waits, of a team or of all. */
export function boardOf(
  entries: Iterable<ConversationSummary>,
  colleagues: Iterable<Colleague>,
  teams: ReadonlyMap<Id, Team>,
  choice: TeamChoice,
): Board {
  const all = [...entries];
  const ofChoice = ({ service }: ConversationSummary) =>
    choice === 'all' || (service?.teamId ?? 'none') === choice;
  const members = teams.get(choice)?.memberIds;
  const held = heldBy(all.filter(ofChoice));
  const attendants = [...colleagues]
    .filter(({ id, active }) => {
      if (held.has(id)) return true;
      return active && (members === undefined || members.includes(id));
    })
    .sort((a, b) => Number(isOnline(b)) - Number(isOnline(a)) || a.name.localeCompare(b.name))
    .map((colleague) => ({ colleague, held: held.get(colleague.id) ?? [] }));
  const since = ({ service }: ConversationSummary) => service?.createdAt ?? '';
  return {
    waiting: all
      .filter((entry) => entry.service?.state === 'waiting' && ofChoice(entry))
      .sort((a, b) => (since(a) < since(b) ? -1 : 1)),
    attendants,
    online: attendants.filter(({ colleague }) => isOnline(colleague)).length,
    open: attendants.reduce((sum, one) => sum + one.held.length, 0),
  };
}
