/** How long a conversation may still be written to freely, by what this console has of it. */
import type { ConversationSummary, ShownMessage } from '#shared/contract/bridge.ts';
import type { Instant } from '#shared/contract/scalars.ts';
import { lastHeard, windowEnd } from '#shared/rules/messaging-window.ts';
import type { Thread } from '../conversation/thread.ts';

/** When the contact last wrote; not `certain`: they did so then or earlier. */
export type Heard = { at: Instant | null; certain: boolean };

/** Null: nothing is known, and the server decides. */
export function heardIn(
  { conversation, lastMessage }: Pick<ConversationSummary, 'conversation' | 'lastMessage'>,
  thread: Pick<Thread, 'messages' | 'more' | 'state'> | undefined,
): Heard | null {
  const known: ShownMessage[] = [
    ...(thread?.messages ?? []),
    ...(lastMessage ? [lastMessage] : []),
  ];
  const at = lastHeard(known);
  if (at !== null) return { at, certain: true };
  if (conversation.lastPosition === 0) return { at: null, certain: true };
  const placed = known.filter(({ position }) => position !== null);
  if (thread && !thread.more && thread.state !== 'loading') return { at: null, certain: true };
  const oldest = placed[0];
  return oldest ? { at: oldest.sentAt, certain: false } : null;
}

/** From here on it is worth telling; minutes. */
const soon = 120;

/** Whole minutes until only templates go: 0 is now; null: more than one need think of. */
export function minutesLeft(heard: Heard | null, now: number): number | null {
  if (heard === null) return null;
  const end = windowEnd(heard.at);
  if (end === null) return 0;
  const left = Math.max(0, Math.ceil((Date.parse(end) - now) / 60_000));
  if (left === 0) return 0;
  return heard.certain && left <= soon ? left : null;
}
