/** Calls as messages of their conversation: begun by an attendant, moved on by what WhatsApp says. */
import { v7 as newId } from 'uuid';
import type { Call } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { start, write } from '#shared/rules/service-life.ts';
import { type Mark, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import type { CallEvent, Who } from '../whatsapp/driver.ts';
import { advanceCall, attendantOf, callsUnderWay } from './calls-store.ts';
import {
  adopt,
  append,
  type Called,
  cleanText,
  type Desk,
  emptyDraft,
  writeDraft,
} from './desk.ts';
import { whoOfConversation } from './outgoing.ts';
import { type Locked, lockConversation, queueSend } from './store.ts';
import { loadTiming } from './timing.ts';
import { checkWindow } from './window.ts';

type Placed<E> = E & { conversationId: Id };

/** Steps of calls whose messages are there, in their order. */
export async function storeSteps(tx: Tx, events: Placed<CallEvent>[]): Promise<Called[]> {
  const stored: Called[] = [];
  for (const event of events) {
    const { ours, whatsappId } = event;
    const advanced = await advanceCall(tx, {
      ...event,
      whatsappId: ours ?? whatsappId,
      direction: ours ? 'out' : 'in',
    });
    if (advanced) stored.push({ ...advanced, event });
  }
  return stored;
}

/** What a call that came in is logged as, should it not be yet. */
export function asMessage({ ours: _, sdp: __, type: ___, outcome, ...event }: Placed<CallEvent>) {
  const { video, seconds, userId, at, ...rest } = event;
  const call = {
    outcome,
    ...(video && { video }),
    ...(seconds !== undefined && { seconds }),
    ...(userId && { userId }),
  };
  return {
    ...rest,
    type: 'message' as const,
    kind: 'call' as const,
    text: null,
    content: { call },
    sentAt: at,
  };
}

type Begun = { id: Id; whatsappId: string; who: Who };
type Message = { call: Call; text?: string; queued: boolean };

/** A message of ours that tells of a call; begins a service as any message does. */
async function begin(
  desk: Desk,
  actor: SignedInUser,
  conversationId: Id,
  { call, text, queued }: Message,
): Promise<Begun> {
  const done = await inTransaction(desk.pool, async (tx) => {
    const locked = await mustLock(tx, conversationId);
    const who = await whoOfConversation(tx, locked.conversation.id);
    if (who?.group) throw new Refused('unsupported', 'Groups are not called.');
    if (!who) throw new Refused('unsupported', 'WhatsApp knows no way to this contact.');
    if (queued) await checkWindow(desk, tx, locked.conversation.id, null);
    const now = desk.now().toISOString();
    const { id } = locked.conversation;
    const outcome = write(locked.standing, id, actor, await loadTiming(tx), now, newId);
    const draft = emptyDraft();
    adopt(draft, locked, outcome);
    const message = append(draft, locked, {
      id: newId(),
      serviceId: outcome.serviceId,
      direction: 'out',
      kind: 'call',
      text: text === undefined ? null : cleanText(text),
      content: { call },
      authorId: actor.id,
      whatsappId: desk.newWhatsappId(),
      status: queued ? 'queued' : 'sent',
      failure: null,
      sentAt: now,
    });
    const marks = await writeDraft(tx, draft);
    if (queued) await queueSend(tx, id);
    const begun = { id: message.id, whatsappId: message.whatsappId as string, who };
    return { begun, recorded: await recordChanges(tx, marks) };
  });
  if (done.recorded) desk.publish(done.recorded);
  if (queued) desk.wakeJobs();
  return done.begun;
}

async function mustLock(tx: Tx, conversationId: Id): Promise<Locked> {
  const locked = await lockConversation(tx, conversationId);
  if (locked) return locked;
  throw new Refused('not-found', 'There is no such conversation.', { path: '/conversationId' });
}

/** The message of a call that we are about to dial. @throws Refused as a message would be */
export const beginCall = (desk: Desk, actor: SignedInUser, conversationId: Id): Promise<Begun> =>
  begin(desk, actor, conversationId, { call: { outcome: 'ringing' }, queued: false });

/** Sends a link to a call. @throws Refused as a message would be */
export const sendCallLink = (
  desk: Desk,
  actor: SignedInUser,
  conversationId: Id,
  { url, video }: { url: string; video: boolean },
): Promise<Begun> =>
  begin(desk, actor, conversationId, {
    call: { outcome: 'linkSent', url, ...(video && { video }) },
    text: url,
    queued: true,
  });

/** Asks the contact whether we may call. @throws Refused as a message would be */
export const askToCall = (
  desk: Desk,
  actor: SignedInUser,
  conversationId: Id,
  text: string,
): Promise<Begun> =>
  begin(desk, actor, conversationId, { call: { outcome: 'permissionAsked' }, text, queued: true });

/** Whoever takes a call takes the service that waits; one that another has stays theirs. */
export async function takeService(desk: Desk, actor: SignedInUser, id: Id): Promise<void> {
  const recorded = await inTransaction(desk.pool, async (tx) => {
    const locked = await mustLock(tx, id);
    const { current } = locked.standing;
    if (current?.state !== 'waiting') return null;
    const now = desk.now().toISOString();
    const draft = emptyDraft();
    adopt(draft, locked, start(locked.standing, current.id, actor, await loadTiming(tx), now));
    return recordChanges(tx, await writeDraft(tx, draft));
  });
  if (recorded) desk.publish(recorded);
}

/** Who has the open service of a conversation; null: nobody. */
export const holderOf = (desk: Desk, conversationId: Id): Promise<Id | null> =>
  attendantOf(desk.pool, conversationId);

const minute = 60_000;

/** Ends in the log what no driver will end any more: its server died, say. `live`: runs still. */
export async function settleCalls(desk: Desk, live: (id: Id) => boolean): Promise<void> {
  const before = new Date(desk.now().getTime() - 2 * minute).toISOString();
  const left = (await callsUnderWay(desk.pool, before)).filter(({ id }) => !live(id));
  if (left.length === 0) return;
  const recorded = await inTransaction(desk.pool, async (tx) => {
    const marks: Mark[] = [];
    for (const call of left) {
      const over = await advanceCall(tx, { ...call, outcome: 'missed' });
      if (over?.moved) marks.push({ entity: 'message', id: over.id, userId: null });
    }
    return recordChanges(tx, marks);
  });
  if (recorded) desk.publish(recorded);
}
