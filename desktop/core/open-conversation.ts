/** A service with a number that may never have written: now, by the server, or not at all. */
import type { Id } from '#shared/contract/scalars.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import type { OpenDesk } from './desk.ts';
import { CallRefused, refuse } from './refuse.ts';
import { QuestionRefused, readOpenService } from './sync/arrivals.ts';

/** @throws CallRefused as the server refused, or server-unreachable where it did not answer */
export async function openConversation(
  { account, announcer }: Pick<OpenDesk, 'account' | 'announcer'>,
  typed: string,
): Promise<{ conversationId: Id }> {
  const phone = toE164(typed);
  if (!phone) throw refuse('invalid', 'This is not a phone number.', { path: '/phone' });
  const answer = await account.ask('openService', { phone }).catch(() => {
    throw refuse('server-unreachable', 'The server does not answer.');
  });
  try {
    const { conversationId, changes } = readOpenService(answer);
    // The feed brings these rows, too: what it has brought already is newer, or the same.
    const { conversations } = account.cache.tables;
    const known = conversations.one(conversationId) !== null;
    if (!known) announcer.changed(account.cache.apply(changes), { now: true });
    return { conversationId };
  } catch (error) {
    if (error instanceof QuestionRefused) throw new CallRefused(error.refusal);
    throw error;
  }
}
