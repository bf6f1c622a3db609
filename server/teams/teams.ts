/** Teams and how what waits in them is given out; made and changed, never deleted. */
import { v7 as newId } from 'uuid';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type {
  NewTeam,
  RoutingPatch,
  RoutingSettings,
  Team,
  TeamPatch,
} from '#shared/contract/team.ts';
import { type Recorded, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import {
  lockSettings,
  lockTeam,
  routingSettings,
  saveCapacity,
  saveMembers,
  saveRoutingSettings,
  saveTeam,
} from './store.ts';

export type Teams = {
  pool: Pool;
  publish(recorded: Recorded): void;
  now(): Date;
  /** Gives the open services of somebody who is away back to the queue. */
  giveBack(service: { id: Id; conversationId: Id; attendantId: Id }): Promise<void>;
};

/** @throws Refused team-taken, invalid */
async function write(tx: Tx, team: Team) {
  const named = { ...team, name: team.name.trim() };
  if (!(await saveTeam(tx, named))) {
    throw new Refused('team-taken', 'A team has this name.', { path: '/name' });
  }
  const [stranger] = await saveMembers(tx, team.id, team.memberIds);
  if (stranger) {
    throw new Refused('invalid', `There is no user ${stranger}.`, { path: '/memberIds' });
  }
  const memberIds = team.memberIds.toSorted();
  return {
    team: { ...named, memberIds },
    recorded: await recordChanges(tx, [{ entity: 'team', id: team.id, userId: null }]),
  };
}

/** @throws Refused team-taken, invalid */
export async function createTeam(teams: Teams, asked: NewTeam): Promise<Team> {
  const { team, recorded } = await inTransaction(teams.pool, (tx) =>
    write(tx, {
      ...{ id: newId(), routing: 'manual', evaluation: true, evaluationText: null, active: true },
      ...{ memberIds: [], ...asked },
    }),
  );
  if (recorded) teams.publish(recorded);
  return team;
}

/** @throws Refused not-found, team-taken, invalid */
export async function changeTeam(teams: Teams, id: Id, patch: TeamPatch): Promise<Team> {
  const { team, recorded } = await inTransaction(teams.pool, async (tx) => {
    const before = await lockTeam(tx, id);
    if (!before) throw new Refused('not-found', 'There is no such team.', { path: '/id' });
    return write(tx, { ...before, ...patch });
  });
  if (recorded) teams.publish(recorded);
  return team;
}

/** @throws Refused not-found */
export async function changeCapacity(teams: Teams, userId: Id, capacity: number): Promise<void> {
  const recorded = await inTransaction(teams.pool, async (tx) => {
    if (!(await saveCapacity(tx, userId, capacity))) {
      throw new Refused('not-found', 'There is no such user.', { path: '/id' });
    }
    return recordChanges(tx, [{ entity: 'user', id: userId, userId: null }]);
  });
  if (recorded) teams.publish(recorded);
}

export const settingsOfRouting = (teams: Teams): Promise<RoutingSettings> =>
  routingSettings(teams.pool);

/** @throws Refused team-unavailable */
export async function changeRouting(teams: Teams, patch: RoutingPatch): Promise<RoutingSettings> {
  return inTransaction(teams.pool, async (tx) => {
    await lockSettings(tx);
    const settings = { ...(await routingSettings(tx)), ...patch };
    const { defaultTeamId } = patch;
    if (defaultTeamId && !(await lockTeam(tx, defaultTeamId))?.active) {
      throw new Refused('team-unavailable', 'There is no such team, or it is not active.', {
        path: '/defaultTeamId',
      });
    }
    await saveRoutingSettings(tx, settings);
    return settings;
  });
}
