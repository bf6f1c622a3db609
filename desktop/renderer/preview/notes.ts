import type { ConversationSummary, ShownMessage } from '#shared/contract/bridge.ts';
import type { Mention } from '#shared/contract/message.ts';

type Written = { messageId: string; text: string; mentions?: Mention[] };

/** A note at the end of a made-up conversation. */
export const noteOf = (
  { conversation, service }: ConversationSummary,
  { messageId, text, mentions }: Written,
  authorId: string,
  sentAt: string,
): ShownMessage => ({
  ...{ id: messageId, conversationId: conversation.id, serviceId: service?.id ?? null },
  ...{ position: conversation.lastPosition + 1, direction: 'out', kind: 'note', text },
  ...{ authorId, status: 'sent', failure: null, sentAt },
  ...(mentions && { content: { mentions } }),
});
