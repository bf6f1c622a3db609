/** Where in a conversation something stands: by the cache where it knows, else by the server. */
import type { Located, LocateQuestion, MessagePlace, SoughtPlace } from '#shared/contract/place.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { OpenDesk } from './desk.ts';
import { refuse } from './refuse.ts';
import { readPlace } from './sync/arrivals.ts';

type Desk = Pick<OpenDesk, 'account' | 'shown'>;
type Row = Omit<MessagePlace, 'messageId' | 'position'> & { id: Id; position: number | null };

/** How long somebody waits for where they want to go. */
const patience = 4_000;
const placeOf = ({ conversationId, id, position, sentAt }: Row): Located['place'] => ({
  ...{ conversationId, messageId: id, position, sentAt },
});

/** Never waits for a server that is away. @throws CallRefused not-found */
export async function locate(desk: Desk, question: LocateQuestion): Promise<Located> {
  const { conversationId, sought } = question;
  if (!desk.account.cache.tables.conversations.one(conversationId)) {
    throw refuse('not-found', 'There is no such conversation.', { path: '/conversationId' });
  }
  if ('unread' in sought) return unreadOf(desk, conversationId);
  const here =
    'from' in sought
      ? ofMoment(desk, conversationId, sought.from)
      : ofMessage(desk, conversationId, sought.messageId);
  if (here?.by === 'known') return here;
  const place = here?.place ?? null;
  if (desk.account.feed.state().phase === 'down') return { place, by: 'offline' };
  return (await fromServer(desk, conversationId, sought)) ?? { place, by: 'late' };
}

function ofMessage({ account, shown }: Desk, conversationId: Id, messageId: Id): Located | null {
  const row =
    account.cache.tables.messages.many([messageId])[0] ??
    shown.waiting(conversationId).find(({ id }) => id === messageId);
  return row ? { place: placeOf(row), by: 'known' } : null;
}

/** Certain where what stands just before it is here, too; else it is the nearest that is here. */
function ofMoment({ account, shown }: Desk, conversationId: Id, from: string): Located | null {
  const { conversations, messages } = account.cache.tables;
  const { firstPosition = 1, lastPosition } = conversations.one(conversationId) ?? {
    lastPosition: 0,
  };
  const found = messages.from(conversationId, from);
  if (found) {
    const { position } = found;
    const certain = position <= firstPosition || messages.hasAt(conversationId, position - 1);
    return { place: placeOf(found), by: certain ? 'known' : 'late' };
  }
  const waiting = shown.waiting(conversationId);
  const newest = messages.before(conversationId, Number.MAX_SAFE_INTEGER, 1)[0];
  const last = waiting.find(({ sentAt }) => sentAt >= from) ?? newest ?? waiting[0];
  if (!last) return null;
  const whole = (newest?.position ?? 0) >= lastPosition;
  return { place: placeOf(last), by: whole ? 'known' : 'late' };
}

function unreadOf({ account, shown }: Desk, conversationId: Id): Located {
  const { conversations, messages, readMarks } = account.cache.tables;
  const read = account.outbox
    .of(conversationId)
    .reduce(
      (most, { command }) =>
        command.type === 'markRead' ? Math.max(most, command.position) : most,
      readMarks.of(conversationId),
    );
  const settled = conversations.one(conversationId)?.settledPosition ?? 0;
  const unread = shown.some([conversationId])[0]?.unread ?? 0;
  const first = unread > 0 ? messages.unread(conversationId, Math.max(read, settled)) : null;
  return { place: first && placeOf(first), by: 'known', unread: first ? unread : 0 };
}

async function fromServer(
  { account }: Desk,
  conversationId: Id,
  sought: SoughtPlace,
): Promise<Located | null> {
  try {
    return {
      ...readPlace(await account.ask('place', { conversationId, sought }, patience)),
      by: 'known',
    };
  } catch {
    return null;
  }
}
