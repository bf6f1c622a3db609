/** The cache with the outbox's effect in it, as the screens have it. */

import type { Attachment } from '#shared/contract/attachment.ts';
import type { ConversationSummary, ShownMessage } from '#shared/contract/bridge.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { Actor } from '#shared/rules/service-life.ts';
import type { Account } from './account.ts';
import type { Entry } from './cache/summaries.ts';
import { withContactChanges, withServiceTags } from './sync/changed-contact.ts';
import { changesMessage, withChanges } from './sync/changed-message.ts';
import { type Here, lastShown, type Shown as ShownState, show } from './sync/state.ts';

export type Shown = {
  /** Every conversation, newest activity first. */
  all(): ConversationSummary[];
  some(ids: Iterable<Id>): ConversationSummary[];
  /** Rows of the server with what was done to them here. */
  messages(rows: Message[]): ShownMessage[];
  /** What waits in one conversation, in the order given. */
  waiting(conversationId: Id): ShownMessage[];
  /** Services as shown: one with a pending command has its effect. */
  services(ids: Iterable<Id>): Service[];
};

type Source = Pick<Account, 'cache' | 'outbox'> & {
  /** A file of this console that the server may not have yet. */
  attachments: { own(id: Id): Attachment | null };
};

export function openShown({ cache, outbox, attachments }: Source, me: () => Actor): Shown {
  const { mentions, messages, services, summaries } = cache.tables;
  const here: Here = {
    has: messages.has,
    message: (id) => messages.many([id])[0] ?? null,
    attachment: (id) => attachments.own(id) ?? messages.attachment(id),
  };

  const stateOf = (entry: Entry): ShownState =>
    show(entry, outbox.of(entry.conversation.id), me(), here);

  /** Without those that were read here just now. */
  function withMentions(entries: Entry[], among: readonly Id[] | null): ConversationSummary[] {
    const shown = withPending(entries);
    const named = mentions.unreadOf(me().id, among);
    if (named.size === 0) return shown;
    const seen = new Map(
      entries.flatMap((entry) => {
        const { id } = entry.conversation;
        if (!named.has(id) || outbox.of(id).length === 0) return [];
        return [[id, stateOf(entry).readPosition] as const];
      }),
    );
    return shown.map((one) => {
      const { id } = one.conversation;
      return (named.get(id) ?? -1) > (seen.get(id) ?? 0) ? { ...one, mentioned: true } : one;
    });
  }

  function withPending(entries: Entry[]): ConversationSummary[] {
    const raised: [Id, number][] = [];
    const shown = entries.map((entry): ConversationSummary => {
      const { readPosition, ...plain } = entry;
      const given = outbox.of(entry.conversation.id);
      if (given.length === 0) return { ...plain, pending: false };
      const { conversation, pending, waiting, changes, ...state } = stateOf(entry);
      const service = state.service && withServiceTags(state.service, given);
      const contact = withContactChanges(entry.contact, given, me());
      const bound = Math.max(state.readPosition, conversation.settledPosition);
      if (bound > Math.max(readPosition, entry.conversation.settledPosition)) {
        raised.push([conversation.id, bound]);
      }
      const last = entry.lastMessage && withChanges(entry.lastMessage, changes, me());
      const lastMessage = lastShown(last, waiting);
      return { ...plain, conversation, contact, service, pending, lastMessage };
    });
    if (raised.length === 0) return shown;
    const unread = summaries.unreadAbove(raised);
    return shown.map((one) => ({ ...one, unread: unread.get(one.conversation.id) ?? one.unread }));
  }

  return {
    all() {
      const shown = withMentions(summaries.all(), null);
      if (outbox.waiting() === 0) return shown;
      return shown.sort((a, b) =>
        a.conversation.lastActivityAt < b.conversation.lastActivityAt
          ? 1
          : a.conversation.lastActivityAt > b.conversation.lastActivityAt
            ? -1
            : 0,
      );
    },
    some(ids) {
      const among = [...ids];
      return withMentions(summaries.some(among), among);
    },
    messages(rows) {
      const touched = new Set(
        rows
          .map(({ conversationId }) => conversationId)
          .filter((id) => outbox.of(id).some(({ command }) => changesMessage(command))),
      );
      if (touched.size === 0) return rows;
      const changes = new Map(
        summaries.some(touched).map((entry) => [entry.conversation.id, stateOf(entry).changes]),
      );
      return rows.map((row) => withChanges(row, changes.get(row.conversationId) ?? [], me()));
    },
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
      return rows.map((row) =>
        withServiceTags(effects.get(row.id) ?? row, outbox.of(row.conversationId)),
      );
    },
  };
}
