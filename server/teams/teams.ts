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
import { changesOf, type Doer, noteAct, noteSettings } from '../platform/audit.ts';
import { type Recorded, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import { lockSettings } from '../platform/settings.ts';
import {
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
async function write(tx: Tx, by: Doer, team: Team, before: Team | null) {
  const named = { ...team, name: team.name.trim() };
  if (!(await saveTeam(tx, named))) {
    throw new Refused('team-taken', 'A team has this name.', { path: '/name' });
  }
  const [stranger] = await saveMembers(tx, team.id, team.memberIds);
  if (stranger) {
    throw new Refused('invalid', `There is no user ${stranger}.`, { path: '/memberIds' });
  }
  const after = { ...named, memberIds: team.memberIds.toSorted() };
  await noteTeam(tx, by, before, after);
  return {
    team: after,
    recorded: await recordChanges(tx, [{ entity: 'team', id: team.id, userId: null }]),
  };
}

/** One entry for one change, by the weightiest that is in it. */
async function noteTeam(tx: Tx, by: Doer, before: Team | null, after: Team): Promise<void> {
  const changes = changesOf(before ?? {}, after);
  if (!changes) return;
  const { id: _, ...rest } = changes;
  const moved = after.active ? 'team.reactivated' : 'team.deactivated';
  const changed = before?.active === after.active ? 'team.changed' : moved;
  await noteAct(tx, by, {
    action: before ? changed : 'team.created',
    subject: { kind: 'team', id: after.id },
    changes: rest,
  });
}

/** @throws Refused team-taken, invalid */
export async function createTeam(teams: Teams, by: Doer, asked: NewTeam): Promise<Team> {
  const { team, recorded } = await inTransaction(teams.pool, (tx) =>
    write(
      tx,
      by,
      {
        ...{ id: newId(), routing: 'manual', evaluation: true, evaluationText: null },
        ...{ active: true, memberIds: [], ...asked },
      },
      null,
    ),
  );
  if (recorded) teams.publish(recorded);
  return team;
}

/** @throws Refused not-found, team-taken, invalid */
export async function changeTeam(teams: Teams, by: Doer, id: Id, patch: TeamPatch): Promise<Team> {
  const { team, recorded } = await inTransaction(teams.pool, async (tx) => {
    const before = await lockTeam(tx, id);
    if (!before) throw new Refused('not-found', 'There is no such team.', { path: '/id' });
    return write(tx, by, { ...before, ...patch }, before);
  });
  if (recorded) teams.publish(recorded);
  return team;
}

/** @throws Refused not-found */
export async function changeCapacity(
  teams: Teams,
  by: Doer,
  userId: Id,
  capacity: number,
): Promise<void> {
  const recorded = await inTransaction(teams.pool, async (tx) => {
    const before = await saveCapacity(tx, userId, capacity);
    if (before === null) {
      throw new Refused('not-found', 'There is no such user.', { path: '/id' });
    }
    const changes = changesOf({ capacity: before }, { capacity });
    const subject = { kind: 'user', id: userId } as const;
    if (changes) await noteAct(tx, by, { action: 'user.changed', subject, changes });
    return recordChanges(tx, [{ entity: 'user', id: userId, userId: null }]);
  });
  if (recorded) teams.publish(recorded);
}

export const settingsOfRouting = (teams: Teams): Promise<RoutingSettings> =>
  routingSettings(teams.pool);

/** @throws Refused team-unavailable */
export async function changeRouting(
  teams: Teams,
  by: Doer,
  patch: RoutingPatch,
): Promise<RoutingSettings> {
  return inTransaction(teams.pool, async (tx) => {
    await lockSettings(tx);
    const before = await routingSettings(tx);
    const settings = { ...before, ...patch };
    const { defaultTeamId } = patch;
    if (defaultTeamId && !(await lockTeam(tx, defaultTeamId))?.active) {
      throw new Refused('team-unavailable', 'There is no such team, or it is not active.', {
        path: '/defaultTeamId',
      });
    }
    await saveRoutingSettings(tx, settings);
    await noteSettings(tx, by, 'routing', before, settings);
    return settings;
  });
}
