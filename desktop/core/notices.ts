/** What is told outside the window: a notification for what concerns this person, and the badge. */
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import type { Host } from './host.ts';

export type Notices = {
  /** Entries as they are now, and messages from contacts that came since the last time. */
  told(summaries: ConversationSummary[], arrived: Message[]): void;
  /** The badge counts anew, from these. */
  count(summaries: ConversationSummary[]): void;
  inFront(conversationId: Id | null): void;
};

/** After an absence of more than this, one looks at the list. */
const mostAtOnce = 5;
const longestBody = 200;

/** Whether a conversation is this person's business: waiting for anyone, or theirs. */
export const concerns = ({ service }: Pick<ConversationSummary, 'service'>, userId: Id): boolean =>
  service?.state === 'waiting' || (service?.state === 'open' && service.attendantId === userId);

export function openNotices(host: Pick<Host, 'notify' | 'badge'>, userId: Id): Notices {
  const unread = new Set<Id>();
  let front: Id | null = null;
  let shown = -1;

  const note = (summary: ConversationSummary): void => {
    if (summary.unread > 0 && concerns(summary, userId)) unread.add(summary.conversation.id);
    else unread.delete(summary.conversation.id);
  };
  const showBadge = (): void => {
    if (unread.size === shown) return;
    shown = unread.size;
    host.badge(shown);
  };
  return {
    told(summaries, arrived) {
      summaries.forEach(note);
      showBadge();
      const latest = new Map(arrived.map((message) => [message.conversationId, message]));
      if (latest.size > mostAtOnce) return;
      for (const summary of summaries) {
        const { id } = summary.conversation;
        const message = latest.get(id);
        if (!message || id === front || summary.unread === 0 || !concerns(summary, userId))
          continue;
        host.notify({
          title: titleOf(summary),
          body: bodyOf(message).slice(0, longestBody),
          conversationId: id,
        });
      }
    },
    count(summaries) {
      unread.clear();
      summaries.forEach(note);
      showBadge();
    },
    inFront: (conversationId) => {
      front = conversationId;
    },
  };
}

/** Of a group the title is the group's: who wrote goes before what they wrote. */
function bodyOf({ text, sender }: Message): string {
  const name = sender?.name ?? (sender?.phone ? showPhone(sender.phone) : null);
  return name ? `${name}: ${text ?? ''}` : (text ?? '');
}

export function titleOf({ contact }: Pick<ConversationSummary, 'contact'>): string {
  return contact.name ?? contact.whatsappName ?? (contact.phone ? showPhone(contact.phone) : '');
}
