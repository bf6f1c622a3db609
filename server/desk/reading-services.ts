/** A service to be told in full: by the desk's own routes, and by those who write of it. */
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceDetail } from '#shared/contract/service-detail.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { type ListedService, named, toItem } from './service-rows.ts';
import { messagesOf, oneService, stepsOf } from './services-store.ts';

export type SaidMessage = Awaited<ReturnType<typeof messagesOf>>[number];

/** @throws Refused not-found */
export async function serviceRow(sql: Sql, id: Id): Promise<ListedService> {
  const row = await oneService(sql, id);
  if (!row) throw new Refused('not-found', 'There is no such service.', { path: '/id' });
  return row;
}

/** @throws Refused not-found */
export async function serviceInFull(sql: Sql, id: Id): Promise<ServiceDetail> {
  const [row, steps] = await Promise.all([serviceRow(sql, id), stepsOf(sql, id)]);
  return {
    ...toItem(row),
    conversationId: row.conversationId,
    tags: row.tags,
    steps: steps.map((step) => ({
      what: step.kind,
      who: named(step.actorId, step.actorName),
      holder: named(step.holderId, step.holderName),
      team: named(step.teamId, step.teamName),
      when: step.at,
    })),
  };
}

/** So many after a position, oldest first. */
export const messagesAfter = (
  sql: Sql,
  id: Id,
  after: number,
  limit: number,
): Promise<SaidMessage[]> => messagesOf(sql, id, after, limit);
