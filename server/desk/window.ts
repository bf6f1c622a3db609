/** The day after a contact wrote, where WhatsApp takes nothing but templates outside of it. */
import type { MessageContent } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { mayWriteFreely } from '#shared/rules/messaging-window.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import type { Desk } from './desk.ts';
import { heardAt } from './messages-store.ts';

/** @throws Refused window-closed, where only an approved template goes now */
export async function checkWindow(
  desk: Desk,
  tx: Tx,
  conversationId: Id,
  content: MessageContent | null | undefined,
): Promise<void> {
  if (!desk.onlyTemplatesLater || content?.template) return;
  if (mayWriteFreely(await heardAt(tx, conversationId), desk.now().toISOString())) return;
  throw new Refused(
    'window-closed',
    'The contact has not written within 24 hours: WhatsApp takes only an approved template.',
  );
}
