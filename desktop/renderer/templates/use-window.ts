import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { useClock, useOpening, useThreads } from '../shell/context.ts';
import { heardIn, minutesLeft } from './window.ts';

export type FreeWriting = {
  /** Only an approved template goes now. */
  closed: boolean;
  everWrote: boolean;
  /** Where it ends soon. */
  minutesLeft: number | null;
};

/** Whether a conversation may be written to freely; opens by itself when the contact writes. */
export function useFreeWriting(entry: ConversationSummary): FreeWriting {
  const windowed = useOpening((state) => state.opening?.sync.whatsappDriver === 'cloud');
  const thread = useThreads((state) => state.threads.get(entry.conversation.id));
  const heard = windowed ? heardIn(entry, thread) : null;
  const left = useClock((now) => minutesLeft(heard, now));
  return { closed: left === 0, everWrote: heard?.at != null, minutesLeft: left || null };
}
