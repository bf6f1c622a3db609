/** Where in a conversation something stands: by the cache where it knows, else by the server. */
import type { Located, LocateQuestion, MessagePlace, SoughtPlace } from '#shared/contract/place.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { nothingTouched, type Touched } from './cache/apply.ts';
import type { OpenDesk } from './desk.ts';
import { refuse } from './refuse.ts';
import { readPlace } from './sync/arrivals.ts';

type Desk = Pick<OpenDesk, 'account' | 'shown' | 'pages' | 'announcer'>;
type Row = Omit<MessagePlace, 'messageId' | 'position'> & { id: Id; position: number | null };

/** How long somebody waits for where they want to go. */
const patience = 4_000;
/** So far up is looked for what is unread. */
const mostPages = 25;
const pageSize = 200;
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

/** What is unread begins further up where the cache does not reach down to what was read. */
async function unreadOf(desk: Desk, conversationId: Id): Promise<Located> {
  const { account, shown } = desk;
  const { conversations, messages, readMarks } = account.cache.tables;
  const count = () => shown.some([conversationId])[0]?.unread ?? 0;
  if (count() === 0) return { place: null, by: 'known', unread: 0 };
  const marks = account.outbox
    .of(conversationId)
    .flatMap(({ command }) => (command.type === 'markRead' ? command.position : []));
  const settled = conversations.one(conversationId)?.settledPosition ?? 0;
  const read = Math.max(...marks, readMarks.of(conversationId), settled);
  const known = count();
  let first = messages.unread(conversationId, read);
  for (let page = 0; first && page < mostPages; page += 1) {
    const below = first.position;
    if (below - 1 <= read || messages.hasAt(conversationId, below - 1)) break;
    await desk.pages({ conversationId, before: below, limit: pageSize });
    first = messages.unread(conversationId, read);
    if (!first || first.position >= below) break;
  }
  if (count() !== known) desk.announcer.changed(onlyEntry(conversationId), { now: true });
  return { place: first && placeOf(first), by: 'known', unread: first ? count() : 0 };
}

const onlyEntry = (conversationId: Id): Touched => ({
  ...nothingTouched(),
  conversations: new Set([conversationId]),
});

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
