/** What is older than the workspace keeps goes, with its files, at night. Reports keep their numbers. */
import { type RetentionCount, RetentionSetting } from '#shared/contract/retention.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { hourIn } from '#shared/rules/local-time.ts';
import { type Mark, type Recorded, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Pool, type Sql } from '../platform/postgres/pool.ts';
import { openSetting, readSetting } from '../platform/setting.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { eraseMessages } from './messages-store.ts';
import {
  conversationsFrom,
  countBefore,
  holdConversation,
  monthsBefore,
  raiseFirst,
} from './retention-store.ts';

export const retentionSetting = openSetting({
  key: 'retention',
  schema: RetentionSetting,
  usual: { months: null },
});

export type Retaining = {
  pool: Pool;
  publish(recorded: Recorded): void;
  now(): Date;
  /** Files are to be removed. */
  wake(): void;
};

const night = { from: 2, to: 5 };
const atOnce = 100;

/** Before which moment what was sent would go. */
async function borderOf(sql: Sql, now: Date, months: number): Promise<Instant> {
  return monthsBefore(sql, now.toISOString(), months, await timeZoneOf(sql));
}

export async function retentionCount(
  { pool, now }: Pick<Retaining, 'pool' | 'now'>,
  months: number,
): Promise<RetentionCount> {
  const before = await borderOf(pool, now(), months);
  return { before, ...(await countBefore(pool, before)) };
}

/** Does its work in the small hours of the workspace's clock; again does no harm. @returns messages gone */
export async function forgetAtNight(retaining: Retaining): Promise<number> {
  const { pool, now } = retaining;
  const { months } = await readSetting(pool, retentionSetting);
  if (months === null) return 0;
  const hour = hourIn(await timeZoneOf(pool), now().toISOString());
  if (hour < night.from || hour >= night.to) return 0;
  return forgetBefore(retaining, await borderOf(pool, now(), months));
}

async function forgetBefore(retaining: Retaining, before: Instant): Promise<number> {
  let after: Id | null = null;
  let gone = 0;
  for (;;) {
    const ids: Id[] = await conversationsFrom(retaining.pool, before, after, atOnce);
    for (const id of ids) gone += await forgetIn(retaining, id, before);
    after = ids.at(-1) ?? null;
    if (ids.length < atOnce) break;
  }
  if (gone > 0) retaining.wake();
  return gone;
}

async function forgetIn(
  { pool, publish }: Retaining,
  conversationId: Id,
  before: Instant,
): Promise<number> {
  const { gone, recorded } = await inTransaction(pool, async (tx) => {
    if (!(await holdConversation(tx, conversationId))) return { gone: 0, recorded: null };
    const { messages, changed } = await eraseMessages(tx, [conversationId], before);
    if (messages.length === 0) return { gone: 0, recorded: null };
    await raiseFirst(tx, conversationId);
    const marks: Mark[] = [...new Set([...messages, ...changed])].map((id) => ({
      ...{ entity: 'message', id, userId: null },
    }));
    marks.push({ entity: 'conversation', id: conversationId, userId: null });
    return { gone: messages.length, recorded: await recordChanges(tx, marks) };
  });
  if (recorded) publish(recorded);
  return gone;
}
