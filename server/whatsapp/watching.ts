/** Asks WhatsApp to tell when a contact types, while somebody looks at their conversation. */
import type { Id } from '#shared/contract/scalars.ts';
import { whoOfConversation } from '../desk/outgoing.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import type { Driver } from './driver.ts';

/** WhatsApp forgets what it was asked after some minutes; so long it is not asked again. */
const restMs = 60_000;
const mostKept = 1_000;

export function openWatching(deps: {
  pool: Pool;
  openDriver(): Driver | null;
  log: Log;
}): (conversationId: Id) => void {
  const asked = new Map<Id, number>();
  async function ask(conversationId: Id): Promise<void> {
    const watch = deps.openDriver()?.watch;
    const who = watch && (await whoOfConversation(deps.pool, conversationId));
    if (who && !who.group) await watch(who);
  }
  return (conversationId) => {
    const now = Date.now();
    if (now - (asked.get(conversationId) ?? 0) < restMs) return;
    if (asked.size >= mostKept) asked.clear();
    asked.set(conversationId, now);
    ask(conversationId).catch((error: Error) =>
      deps.log.debug({ err: error }, 'WhatsApp was not asked who types'),
    );
  };
}
