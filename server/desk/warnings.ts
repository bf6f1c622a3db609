/** Contacts are told before a service of theirs ends for inactivity. */
import { dueAt } from '#shared/rules/service-life.ts';
import { recordChanges } from '../platform/feed.ts';
import { inTransaction } from '../platform/postgres/pool.ts';
import { readSetting } from '../platform/setting.ts';
import { saySet, takesFreely } from './automatic.ts';
import { type Silent, saidSince, unwarned } from './automatic-store.ts';
import { type Desk, emptyDraft, writeDraft } from './desk.ts';
import { lockConversations } from './store.ts';
import { loadTiming, timingSetting } from './timing.ts';

const minute = 60_000;
const atOnce = 200;

/** Warns once for each silence; what falls due without the server having been there ends unwarned. */
export async function warnSilent(desk: Desk): Promise<number> {
  const { inactivityMinutes, warningMinutes } = await readSetting(desk.pool, timingSetting);
  if (inactivityMinutes === null || warningMinutes === null) return 0;
  const before = (minutes: number) =>
    new Date(desk.now().getTime() - minutes * minute).toISOString();
  const silent = {
    from: before(inactivityMinutes),
    to: before(inactivityMinutes - warningMinutes),
  };
  let warned = 0;
  let after: Silent | null = null;
  for (;;) {
    const found: Silent[] = await unwarned(desk.pool, { ...silent, after }, atOnce);
    for (const one of found) if (await warn(desk, one)) warned += 1;
    after = found.at(-1) ?? null;
    if (found.length < atOnce) return warned;
  }
}

/** Looks again under the lock: somebody may have written, and another server may have warned. */
async function warn(desk: Desk, { id, conversationId }: Silent): Promise<boolean> {
  const recorded = await inTransaction(desk.pool, async (tx) => {
    const locked = (await lockConversations(tx, [conversationId])).get(conversationId);
    const current = locked?.standing.current;
    if (!locked || current?.id !== id || current.state !== 'open') return null;
    const set = await readSetting(tx, timingSetting);
    const due = dueAt(current, await loadTiming(tx));
    const left = due === null ? null : Date.parse(due) - desk.now().getTime();
    if (set.warningMinutes === null || left === null) return null;
    if (left <= 0 || left > set.warningMinutes * minute) return null;
    if (await saidSince(tx, id, 'warning', current.lastInteractionAt)) return null;
    const now = desk.now().toISOString();
    const draft = emptyDraft();
    if (!(await takesFreely(desk, tx, draft, conversationId, now))) return null;
    const text = { text: set.warningText, language: set.warningLanguage };
    const values = { minutes: String(Math.ceil(left / minute)) };
    if (!(await saySet(desk, tx, draft, locked, { part: 'warning', ...text, values }, now))) {
      return null;
    }
    return recordChanges(tx, await writeDraft(tx, draft));
  });
  if (!recorded) return false;
  desk.publish(recorded);
  desk.wakeJobs();
  return true;
}
