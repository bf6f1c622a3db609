import { settleConversation } from './commands.ts';
import type { Desk } from './desk.ts';
import { silentConversations } from './store.ts';
import { loadTiming } from './timing.ts';

const atOnce = 200;

/**
 * Ends every service that fell due, each at its own moment. The timer is the database, so a server
 * that was away ends them when it returns; several at once do no harm.
 */
export async function endOverdue(desk: Desk): Promise<number> {
  const timing = await loadTiming(desk.pool);
  const silentSince = (minutes: number | null): string | null =>
    minutes === null ? null : new Date(desk.now().getTime() - minutes * 60_000).toISOString();
  let ended = 0;
  for (;;) {
    const ids = await silentConversations(
      desk.pool,
      {
        open: silentSince(timing.inactivityMinutes),
        waiting: silentSince(timing.unattendedMinutes),
      },
      atOnce,
    );
    for (const id of ids) await settleConversation(desk, id);
    ended += ids.length;
    if (ids.length < atOnce) return ended;
  }
}
