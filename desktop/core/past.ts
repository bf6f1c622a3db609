/** What lies behind a conversation: by the cache, completed by the server where it answers. */
import type { Past } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { OpenDesk } from './desk.ts';
import { readPast } from './sync/arrivals.ts';

const mostMessages = 400;

/** Never waits for a server that is away. */
export async function pastOf(
  { account, shown }: Pick<OpenDesk, 'account' | 'shown'>,
  conversationId: Id,
): Promise<Past> {
  const whole = account.feed.state().phase !== 'down' && (await complete(account, conversationId));
  const { messages, services } = account.cache.tables;
  const rows = messages.withFileOrLink(conversationId, mostMessages);
  return {
    services: shown.services(services.ofConversation(conversationId).map(({ id }) => id)).reverse(),
    messages: shown.messages(rows),
    whole,
  };
}

async function complete(account: OpenDesk['account'], conversationId: Id): Promise<boolean> {
  try {
    const past = readPast(await account.ask('past', { conversationId }));
    account.cache.write(() => account.feed.absorb(past));
    return true;
  } catch {
    return false;
  }
}
