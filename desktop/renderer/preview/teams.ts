import type { Presence } from '#shared/contract/presence.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { RoutingSettings, Team } from '#shared/contract/team.ts';
import type { Colleague } from '#shared/contract/user.ts';
import type { World } from './world.ts';

const id = (n: number): Id => `0190000b-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const usual = { evaluation: true, evaluationText: null, active: true };

/** The made-up clinic's teams, with everybody's availability. */
export function withTeams(colleagues: readonly Colleague[]): {
  colleagues: Colleague[];
  teams: Team[];
} {
  const ids = colleagues.map((one) => one.id);
  const [first = '', second = '', third = '', fourth = ''] = ids;
  return {
    colleagues: colleagues.map((one, n) => ({
      ...one,
      availability: n === 2 || !one.active ? 'away' : 'online',
      capacity: n === 1 ? 3 : 10,
    })),
    teams: [
      { ...usual, id: id(1), name: 'Recepção', routing: 'roundRobin', memberIds: [first, second] },
      { ...usual, id: id(2), name: 'Exames', routing: 'leastBusy', memberIds: [second, third] },
      { ...usual, id: id(3), name: 'Financeiro', routing: 'manual', memberIds: [fourth] },
      { ...usual, id: id(4), name: 'Plantão', routing: 'manual', memberIds: [], active: false },
    ],
  };
}

/** Some of what waits and is open is of a team. */
export function spread(world: World, teams: readonly Team[]): void {
  let n = 0;
  for (const [key, summary] of world.summaries) {
    const team = teams[n % 3];
    n += 1;
    if (!summary.service || summary.service.state === 'finished' || n % 4 === 0 || !team) continue;
    world.summaries.set(key, { ...summary, service: { ...summary.service, teamId: team.id } });
  }
}

/** Two colleagues look on, one of them writes. */
export const presences = (world: World, colleagues: readonly Colleague[]): Presence[] => {
  const [first = null, second = null, third = null] = [...world.summaries.keys()];
  const at = (n: number, conversationId: Id | null, typing: boolean): Presence => ({
    ...{ consoleId: `console ${n}`, userId: colleagues[n]?.id ?? '', conversationId, typing },
  });
  const contact: Presence = {
    ...{ consoleId: 'contact', userId: null, conversationId: third, typing: true },
  };
  return [contact, at(1, first, false), at(2, second, true), at(3, second, false)];
};

export const usualRouting: RoutingSettings = {
  ...{ defaultTeamId: id(1), awayMinutes: 5, returnMinutes: 15 },
};
