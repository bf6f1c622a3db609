/** Messages of one conversation from the cache, completed by the server where it lacks older ones. */
import type { MessagePage, Question } from '#shared/contract/bridge.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Account } from './account.ts';
import { nothingTouched, type Touched } from './cache/apply.ts';
import { refuse } from './refuse.ts';
import type { Shown } from './shown.ts';
import { readOlder } from './sync/arrivals.ts';

/** How long a page that is partly here waits for the rest, and one of which nothing is. */
const patience = { partly: 250, empty: 4_000 };

export type MessagePages = (question: Question<'messages'>) => Promise<MessagePage>;

/** `came`: what was fetched after its page had been answered without it. */
export function openMessagePages(
  account: Pick<Account, 'cache' | 'feed' | 'ask'>,
  shown: Shown,
  came: (touched: Touched) => void,
): MessagePages {
  const { conversations, messages } = account.cache.tables;

  return async ({ conversationId, before, limit }) => {
    const conversation = conversations.one(conversationId);
    if (!conversation) {
      throw refuse('not-found', 'There is no such conversation.', { path: '/conversationId' });
    }
    const newest = messages.before(conversationId, Number.MAX_SAFE_INTEGER, 1)[0]?.position ?? 0;
    const top = before ?? Math.max(newest, conversation.lastPosition) + 1;
    let rows = messages.before(conversationId, top, limit);
    let whole = unbroken(rows, top);
    const lowest = whole.at(-1)?.position ?? top;
    const { firstPosition = 1 } = conversation;
    if (whole.length < limit && lowest > firstPosition && account.feed.state().phase !== 'down') {
      const fetched = fetchOlder(conversationId, lowest, limit - whole.length);
      const inTime = await within(fetched, whole.length > 0 ? patience.partly : patience.empty);
      if (!inTime) void fetched.then((touched) => touched && came(touched));
      rows = messages.before(conversationId, top, limit);
      whole = unbroken(rows, top);
    }
    // A hole is not shown as if nothing were missing, unless there is nothing else to show.
    const page = (whole.length > 0 ? whole : rows).reverse();
    const waiting = before === null ? shown.waiting(conversationId) : [];
    return {
      messages: [...shown.messages(page), ...waiting],
      services: shown.services(servicesOf(page)),
      more: (page[0]?.position ?? top) > (conversations.one(conversationId)?.firstPosition ?? 1),
    };
  };

  /** Null when the server did not answer. */
  async function fetchOlder(
    conversationId: Id,
    before: number,
    limit: number,
  ): Promise<Touched | null> {
    try {
      const older = readOlder(await account.ask('older', { conversationId, before, limit }));
      const touched = nothingTouched();
      account.cache.write(() => account.feed.absorb(older));
      for (const { id } of older.messages) touched.messages.set(id, conversationId);
      for (const { id } of older.services) touched.services.set(id, conversationId);
      return touched;
    } catch {
      return null;
    }
  }
}

/** Newest first, up to the first position that is missing. */
function unbroken(rows: Message[], top: number): Message[] {
  const hole = rows.findIndex((row, index) => row.position !== top - 1 - index);
  return hole === -1 ? rows : rows.slice(0, hole);
}

const servicesOf = (page: Message[]): Set<Id> =>
  new Set(page.flatMap(({ serviceId }) => serviceId ?? []));

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
