/** Who is there: what each chose, and whether a console of theirs is connected to some server. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Availability } from '#shared/contract/user.ts';
import { recordChanges } from '../platform/feed.ts';
import { inTransaction } from '../platform/postgres/pool.ts';
import { leaveUnseen, noteSeen, routingSettings, saveAvailability, servicesLeft } from './store.ts';
import type { Teams } from './teams.ts';

const minute = 60_000;

/** Somebody chose, or (null) a console of theirs came. */
export async function setAvailability(
  teams: Teams,
  userId: Id,
  chosen: Availability | null,
): Promise<void> {
  const recorded = await inTransaction(teams.pool, async (tx) => {
    const changed = await saveAvailability(tx, userId, chosen, teams.now().toISOString());
    return changed ? recordChanges(tx, [{ entity: 'user', id: userId, userId: null }]) : null;
  });
  if (recorded) teams.publish(recorded);
}

/**
 * Done now and again by every server: those who have a console here are seen, those whom nobody has
 * seen for long are away, and what they hold goes back where the workspace wants that.
 * @param upSince before it this server saw nobody
 */
export async function watchAvailability(
  teams: Teams,
  connected: Id[],
  upSince: Date,
): Promise<void> {
  const { pool } = teams;
  const now = teams.now();
  const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);
  if (connected.length > 0) {
    const back = await noteSeen(pool, connected, now.toISOString());
    for (const id of back) await setAvailability(teams, id, null);
  }
  const { awayMinutes, returnMinutes } = await routingSettings(pool);
  // Until then nobody can tell who is really away: the consoles have to come first.
  if (upSince <= ago(awayMinutes)) {
    const recorded = await inTransaction(pool, async (tx) => {
      const left = await leaveUnseen(tx, ago(awayMinutes).toISOString(), now.toISOString());
      return recordChanges(
        tx,
        left.map((id) => ({ entity: 'user' as const, id, userId: null })),
      );
    });
    if (recorded) teams.publish(recorded);
  }
  if (returnMinutes === null) return;
  for (const service of await servicesLeft(pool, ago(returnMinutes).toISOString())) {
    await teams.giveBack(service);
  }
}
