/** From the journal into the database: what contacts wrote, and what became of what we sent. */
import { v7 as newId } from 'uuid';
import { longestText, type MessageStatus, messageStatuses } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { isFarewell } from '#shared/rules/farewell.ts';
import { receive } from '#shared/rules/service-life.ts';
import { type Mark, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import type { DriverEvent, InboundMessage, StatusUpdate } from '../whatsapp/driver.ts';
import { conversationsOf } from './contacts-store.ts';
import { adopt, append, cleanText, type Desk, emptyDraft, settleAll, writeDraft } from './desk.ts';
import { advanceStatuses, knownInbound, lockConversations, recordFailures } from './store.ts';
import { loadSettings } from './timing.ts';

/**
 * Stores a batch in one transaction, in its order. The same events again change nothing, so a
 * caller that does not know whether it was stored gives it again.
 */
export async function ingest(desk: Desk, events: DriverEvent[]): Promise<void> {
  if (events.length === 0) return;
  const recorded = await inTransaction(desk.pool, async (tx) => {
    const messages = events.filter((event) => event.type === 'message');
    const marks: Mark[] = messages.length > 0 ? await storeMessages(desk, tx, messages) : [];
    const moved = await advanceStatuses(
      tx,
      furthest(events.filter((event) => event.type === 'status')),
    );
    const failed = await recordFailures(
      tx,
      events.filter((event) => event.type === 'failure'),
    );
    for (const id of new Set([...moved, ...failed])) {
      marks.push({ entity: 'message', id, userId: null });
    }
    return recordChanges(tx, marks);
  });
  if (recorded) desk.publish(recorded);
}

const rank = (status: MessageStatus): number => messageStatuses.indexOf(status);

/** One update a message: the furthest, whatever order they came in. */
function furthest(updates: StatusUpdate[]): StatusUpdate[] {
  const best = new Map<string, StatusUpdate>();
  for (const update of updates) {
    const key = `${update.phone} ${update.whatsappId}`;
    const known = best.get(key);
    if (!known || rank(update.status) > rank(known.status)) best.set(key, update);
  }
  return [...best.values()];
}

async function storeMessages(desk: Desk, tx: Tx, messages: InboundMessage[]): Promise<Mark[]> {
  const now = desk.now().toISOString();
  const { timing, farewells } = await loadSettings(tx);
  const { byPhone, marks } = await conversationsOf(tx, messages, now);
  const locked = await lockConversations(tx, [...new Set(byPhone.values())].sort());
  const seen = await knownInbound(
    tx,
    messages.map((message) => ({
      conversationId: byPhone.get(message.phone) as Id,
      whatsappId: message.whatsappId,
    })),
  );
  const draft = emptyDraft();
  draft.marks.push(...marks);
  for (const message of messages) {
    const place = locked.get(byPhone.get(message.phone) as Id);
    if (!place) throw new Error(`no conversation for an inbound message of ${message.phone}`);
    const key = `${place.conversation.id} ${message.whatsappId}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const sentAt = message.sentAt < now ? message.sentAt : now;
    const text = message.text === null ? null : cleanText(message.text).slice(0, longestText);
    const farewell = text !== null && message.kind === 'text' && isFarewell(text, farewells);
    const outcome = receive(
      place.standing,
      place.conversation.id,
      { at: sentAt, farewell },
      timing,
      newId,
    );
    adopt(draft, place, outcome);
    append(draft, place, {
      id: newId(),
      serviceId: outcome.serviceId,
      direction: 'in',
      kind: message.kind,
      text,
      authorId: null,
      whatsappId: message.whatsappId,
      status: null,
      failure: null,
      sentAt,
    });
    if (!outcome.standing.current) settleAll(draft, place);
  }
  return writeDraft(tx, draft);
}
