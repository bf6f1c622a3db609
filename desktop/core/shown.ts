/** The cache with the outbox's effect in it, as the screens have it. */
import type { ConversationSummary, ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { Actor } from '#shared/rules/service-life.ts';
import type { Account } from './account.ts';
import type { Entry } from './cache/summaries.ts';
import { lastShown, type Shown as ShownState, show } from './sync/state.ts';

export type Shown = {
  /** Every conversation, newest activity first. */
  all(): ConversationSummary[];
  some(ids: Iterable<Id>): ConversationSummary[];
  /** What waits in one conversation, in the order given. */
  waiting(conversationId: Id): ShownMessage[];
  /** Services as shown: one with a pending command has its effect. */
  services(ids: Iterable<Id>): Service[];
};

type Source = Pick<Account, 'cache' | 'outbox'>;

export function openShown({ cache, outbox }: Source, me: () => Actor): Shown {
  const { messages, services, summaries } = cache.tables;

  const stateOf = (entry: Entry): ShownState =>
    show(entry, outbox.of(entry.conversation.id), me(), messages.has);

  function withPending(entries: Entry[]): ConversationSummary[] {
    const raised: [Id, number][] = [];
    const shown = entries.map((entry): ConversationSummary => {
      const { readPosition, ...plain } = entry;
      if (outbox.of(entry.conversation.id).length === 0) return { ...plain, pending: false };
      const { conversation, service, pending, waiting, ...state } = stateOf(entry);
      const bound = Math.max(state.readPosition, conversation.settledPosition);
      if (bound > Math.max(readPosition, entry.conversation.settledPosition)) {
        raised.push([conversation.id, bound]);
      }
      const lastMessage = lastShown(entry.lastMessage, waiting);
      return { ...plain, conversation, service, pending, lastMessage };
    });
    if (raised.length === 0) return shown;
    const unread = summaries.unreadAbove(raised);
    return shown.map((one) => ({ ...one, unread: unread.get(one.conversation.id) ?? one.unread }));
  }

  return {
    all() {
      const shown = withPending(summaries.all());
      if (outbox.waiting() === 0) return shown;
      return shown.sort((a, b) =>
        a.conversation.lastActivityAt < b.conversation.lastActivityAt
          ? 1
          : a.conversation.lastActivityAt > b.conversation.lastActivityAt
            ? -1
            : 0,
      );
    },
    some: (ids) => withPending(summaries.some(ids)),
    waiting(conversationId) {
      if (outbox.of(conversationId).length === 0) return [];
      const [entry] = summaries.some([conversationId]);
      return entry ? stateOf(entry).waiting : [];
    },
    services(ids) {
      const rows = services.many(ids);
      const pending = new Set(
        rows
          .map(({ conversationId }) => conversationId)
          .filter((conversationId) => outbox.of(conversationId).length > 0),
      );
      if (pending.size === 0) return rows;
      const effects = new Map(
        summaries.some(pending).map((entry) => {
          const { service } = stateOf(entry);
          return [service?.id, service] as const;
        }),
      );
      return rows.map((row) => effects.get(row.id) ?? row);
    },
  };
}
