/** The workspace at this moment, all of it from one moment of the database. */
import type { Overview } from '#shared/contract/overview.ts';
import { named } from '../desk/service-rows.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { evaluationsOf } from './evaluations.ts';
import { countNow, readOutcomes } from './figures-store.ts';
import {
  atThisMoment,
  countCreated,
  type Person,
  readFailed,
  readHeld,
  readWaiting,
} from './overview-store.ts';
import { readToday } from './period-store.ts';
import type { Reports } from './reports.ts';

/** Of each list, what a screen shows. */
const shown = 50;

const contactOf = ({ contactId, contactName, contactPhone }: Person) => ({
  id: contactId,
  name: contactName ?? undefined,
  phone: contactPhone ?? undefined,
});

export function overviewOf({ pool, now }: Reports): Promise<Overview> {
  return atThisMoment(pool, async (tx) => {
    const at = now().toISOString();
    const timeZone = await timeZoneOf(tx);
    const today = await readToday(tx, timeZone, at);
    const { open, waiting } = await countNow(tx);
    const outcomes = await readOutcomes(tx, today);
    const failed = await readFailed(tx, today);
    return {
      ...{ at, timeZone, today, openNow: open, waitingNow: waiting },
      finishedToday: outcomes.reduce((sum, { count }) => sum + count, 0),
      openedToday: await countCreated(tx, today),
      evaluationToday: evaluationsOf(outcomes),
      held: await readHeld(tx),
      waiting: (await readWaiting(tx, shown)).map((row) => ({
        ...{ serviceId: row.serviceId, conversationId: row.conversationId },
        contact: contactOf(row),
        team: named(row.teamId, row.teamName),
        createdAt: row.createdAt,
      })),
      failed: {
        count: failed.reduce((sum, { count }) => sum + count, 0),
        conversations: failed.slice(0, shown).map((row) => ({
          ...{ conversationId: row.conversationId, contact: contactOf(row) },
          ...{ count: row.count, lastAt: row.lastAt },
        })),
      },
    };
  });
}
