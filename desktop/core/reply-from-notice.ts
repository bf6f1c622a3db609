/** A text that was given to a notification. */
import { v7 as newId } from 'uuid';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Host } from './host.ts';
import { titleOf } from './notices.ts';
import type { NoticeWords } from './words.ts';

/** Goes like any message, and what it answers is read; what cannot go is kept as a draft, and said. */
export async function replyFromNotice(to: {
  conversationId: Id;
  text: string;
  answer(name: string, question: unknown): Promise<{ ok: boolean }>;
  host: Pick<Host, 'notify'>;
  summary(): ConversationSummary | undefined;
  words: NoticeWords;
}): Promise<void> {
  const { conversationId, text, answer } = to;
  const messageId = newId();
  const intent = { type: 'sendMessage', conversationId, messageId, kind: 'text', text } as const;
  const { ok } = await answer('perform', { intent });
  const summary = to.summary();
  if (ok && summary) {
    const { lastPosition: position } = summary.conversation;
    await answer('perform', { intent: { type: 'markRead', conversationId, position } });
    return;
  }
  if (ok) return;
  const draft = summary?.draft ? `${summary.draft}\n${text}` : text;
  await answer('saveDraft', { conversationId, text: draft });
  to.host.notify({
    ...{ conversationId, title: summary ? titleOf(summary) : 'Recado', body: to.words.notSent },
    ...{ count: 1, replyable: false, stays: true },
  });
}
