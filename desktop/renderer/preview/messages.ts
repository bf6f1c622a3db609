/** A message as the attendant's own hand leaves it. */
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';

type Change = Extract<
  Intent,
  { type: 'editMessage' | 'deleteMessage' | 'reactToMessage' | 'retryMessage' }
>;

export function changedMessage(
  before: ShownMessage,
  intent: Change,
  at: Instant,
  by: Id,
): ShownMessage {
  return intent.type === 'editMessage'
    ? { ...before, text: intent.text, editedAt: at }
    : intent.type === 'deleteMessage'
      ? { ...before, text: null, deletedAt: at }
      : intent.type === 'retryMessage'
        ? { ...before, failure: null, status: 'queued' }
        : {
            ...before,
            reactions: [
              ...(before.reactions ?? []).filter(({ direction }) => direction === 'in'),
              ...(intent.emoji
                ? [{ direction: 'out' as const, emoji: intent.emoji, userId: by }]
                : []),
            ],
          };
}
