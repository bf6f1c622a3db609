import { createStore } from 'zustand/vanilla';
import type { BridgeAnswers, BridgeCall, Desk, Question } from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type {
  NewTeam,
  RoutingPatch,
  RoutingSettings,
  Team,
  TeamPatch,
} from '#shared/contract/team.ts';
import type { Availability } from '#shared/contract/user.ts';

export type TeamsState = {
  teams: ReadonlyMap<Id, Team>;
  /** How services are given out; admins ask for it. */
  routing: RoutingSettings | null;
  /** Calls on their way. */
  busy: number;
  trouble: Pick<ConsoleRefusal, 'code'> | null;
};
const nothing: TeamsState = { teams: new Map(), routing: null, busy: 0, trouble: null };

/** Teams as the server has them, and what is asked of it about them. */
export function createTeamsStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<TeamsState>(() => nothing);
  async function ask<C extends BridgeCall>(
    call: C,
    question: Question<C>,
  ): Promise<BridgeAnswers[C] | undefined> {
    store.setState(({ busy }) => ({ busy: busy + 1, trouble: null }));
    const answer = await desk
      .call(call, question)
      .catch(() => ({ ok: false, code: 'app-trouble' }) as const);
    store.setState(({ busy }) => ({ busy: busy - 1, ...(!answer.ok && { trouble: answer }) }));
    return answer.ok ? answer.value : undefined;
  }
  const routing = (settings: RoutingSettings | undefined): boolean => {
    if (settings) store.setState({ routing: settings });
    return settings !== undefined;
  };
  return {
    ...store,
    take: (teams: readonly Team[]) =>
      store.setState({ teams: new Map(teams.map((team) => [team.id, team])) }),
    /** The team as it is now; null: refused, and told. */
    async save(id: Id | null, team: NewTeam | TeamPatch): Promise<Team | null> {
      const saved = await ask('saveTeam', { id, team });
      if (!saved) return null;
      store.setState(({ teams }) => ({ teams: new Map(teams).set(saved.id, saved) }));
      return saved;
    },
    loadRouting: async () => routing(await ask('routing', {})),
    saveRouting: async (patch: RoutingPatch) => routing(await ask('saveRouting', { patch })),
    setAvailability: async (availability: Availability) =>
      (await ask('setAvailability', { availability })) !== undefined,
    forget: () => store.setState({ trouble: null }),
    reset: () => store.setState(nothing),
  };
}
export type TeamsStore = ReturnType<typeof createTeamsStore>;
