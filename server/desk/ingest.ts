/** From the journal into the database: what contacts wrote, and what became of what we sent. */
import { v7 as newId } from 'uuid';
import {
  type Direction,
  longestText,
  type MessageStatus,
  messageStatuses,
  type Sender,
} from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import { isFarewell } from '#shared/rules/farewell.ts';
import { receive, writtenElsewhere } from '#shared/rules/service-life.ts';
import { type Mark, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import type { DriverEvent, InboundMessage, Participant, Reference } from '../whatsapp/driver.ts';
import { endActs } from './acts-store.ts';
import { asMessage, storeSteps } from './calls.ts';
import { conversationsOf } from './contacts-store.ts';
import {
  adopt,
  append,
  type Called,
  cleanText,
  type Desk,
  type Draft,
  emptyDraft,
  settleAll,
  writeDraft,
} from './desk.ts';
import { askAboutEnded, takeAnswer } from './evaluations.ts';
import { answerFirst, type Wrote } from './first-answers.ts';
import { withoutIgnored } from './groups.ts';
import { makeRoom } from './history-store.ts';
import { mergeContacts } from './merge-store.ts';
import {
  advanceStatuses,
  changedOnTheWay,
  editText,
  type Found,
  keyOf,
  markDeleted,
  messagesBy,
  type NewMessage,
  queueAct,
  recordFailures,
  replacePlaceholder,
  restore,
  setReaction,
} from './messages-store.ts';
import { storePictures } from './pictures-store.ts';
import { areThere, type Locked, lockConversations } from './store.ts';
import { loadSettings } from './timing.ts';

type Of<T extends DriverEvent['type']> = Extract<DriverEvent, { type: T }>;
/** An event with the conversation that it belongs to. */
type Placed<E> = E & { conversationId: Id };

/**
 * Stores a batch in one transaction, in its order. The same events again change nothing, so a
 * caller that does not know whether it was stored gives it again.
 */
export async function ingest(desk: Desk, events: DriverEvent[]): Promise<void> {
  if (events.length === 0) return;
  for (let tries = 1; ; tries += 1) {
    try {
      return await ingestOnce(desk, events);
    } catch (error) {
      if (!(error instanceof Overtaken) || tries === mostTries) throw error;
    }
  }
}

/** Another transaction made a conversation part of another one between our look and our lock. */
class Overtaken extends Error {}
const mostTries = 5;

async function lockAll(tx: Tx, events: Placed<DriverEvent>[]): Promise<Map<Id, Locked>> {
  const ids = new Set(events.map(({ conversationId }) => conversationId));
  const locked = await lockConversations(tx, [...ids].sort());
  if (locked.size < ids.size) throw new Overtaken('a conversation is no more');
  return locked;
}

async function ingestOnce(desk: Desk, given: DriverEvent[]): Promise<void> {
  let called: Called[] = [];
  let sends = false;
  const recorded = await inTransaction(desk.pool, async (tx) => {
    const events = await withoutIgnored(tx, given);
    const now = desk.now().toISOString();
    const about = events.filter((event) => event.type !== 'acted');
    const people = about.map((event) => ({
      ...event,
      name: 'name' in event ? event.name : null,
      make: event.type === 'message' || (event.type === 'call' && !event.ours),
    }));
    const marks: Mark[] = [];
    let known = await conversationsOf(tx, people, now);
    marks.push(...known.marks);
    for (const [keep, gone] of known.same) marks.push(...(await mergeContacts(tx, keep, gone)));
    if (known.same.length > 0) {
      known = await conversationsOf(tx, people, now);
      marks.push(...known.marks);
    }
    const { conversations, contacts } = known;
    marks.push(
      ...(await storePictures(
        tx,
        about.map((event, n) => [contacts[n], event]),
      )),
    );
    const of = <T extends DriverEvent['type']>(type: T): Placed<Of<T>>[] =>
      about.flatMap((event, n) => {
        const conversationId = conversations[n];
        return event.type === type && conversationId
          ? [{ ...(event as Of<T>), conversationId }]
          : [];
      });
    const calls = of('call');
    // A call that came in and is not here yet comes as a message, wherever in its course it is.
    const messages = about.flatMap((event, n): Placed<InboundMessage>[] => {
      const conversationId = conversations[n];
      if (!conversationId) return [];
      if (event.type === 'call') return event.ours ? [] : [asMessage({ ...event, conversationId })];
      return event.type === 'message' ? [{ ...event, conversationId }] : [];
    });
    if (messages.length > 0) {
      const stored = await storeMessages(desk, tx, messages, now);
      marks.push(...stored.marks);
      sends = stored.sends;
    }
    const changed = [
      ...(await storeChanges(tx, [...of('reaction'), ...of('edit'), ...of('delete')])),
      ...(await storeStatuses(desk, tx, of('status'), now)),
      ...(await recordFailures(tx, of('failure'))),
    ];
    called = await storeSteps(tx, calls);
    changed.push(...called.flatMap(({ moved, id }) => (moved ? id : [])));
    // What is done to messages takes no lock: another server may have taken them along meanwhile.
    const touched = about.flatMap((event, n) =>
      event.type === 'message' ? [] : (conversations[n] ?? []),
    );
    if (!(await areThere(tx, touched))) throw new Overtaken('a conversation is no more');
    const acted = events.filter((event) => event.type === 'acted');
    if (acted.length > 0) changed.push(...(await endActs(tx, acted)));
    for (const id of new Set(changed)) marks.push({ entity: 'message', id, userId: null });
    return recordChanges(tx, marks);
  });
  if (recorded) desk.publish(recorded);
  if (sends) desk.wakeJobs();
  if (called.length > 0) desk.called?.(called);
}

const rank = (status: MessageStatus): number => messageStatuses.indexOf(status);

/** One update a message: the furthest, whatever order they came in. */
function furthest(updates: Placed<Of<'status'>>[]): Placed<Of<'status'>>[] {
  const best = new Map<string, Placed<Of<'status'>>>();
  for (const update of updates) {
    const key = `${update.conversationId} ${update.ours ?? update.whatsappId}`;
    const known = best.get(key);
    if (!known || rank(update.status) > rank(known.status)) best.set(key, update);
  }
  return [...best.values()];
}

/** What was edited or deleted while it went out as it was is told WhatsApp now. */
async function storeStatuses(
  desk: Desk,
  tx: Tx,
  updates: Placed<Of<'status'>>[],
  now: string,
): Promise<Id[]> {
  const sent = updates.filter(({ text }) => text !== undefined);
  // Whoever edits or deletes holds this lock: they see either the old status or what is done here.
  if (sent.length > 0) await lockAll(tx, sent);
  const moved = await advanceStatuses(tx, furthest(updates));
  if (sent.length === 0) return moved;
  for (const message of await changedOnTheWay(tx, sent)) {
    const act = message.deleted ? 'delete' : 'edit';
    if (desk.cannot?.[`${act}Message`]) {
      await restore(tx, message);
      moved.push(message.id);
    } else {
      await queueAct(tx, message, act, message.deleted ? null : message.text, now);
    }
  }
  return moved;
}

const directionOf = (fromMe: boolean | undefined): Direction => (fromMe ? 'out' : 'in');

async function storeMessages(
  desk: Desk,
  tx: Tx,
  messages: Placed<InboundMessage>[],
  now: string,
): Promise<{ marks: Mark[]; sends: boolean }> {
  const { timing, farewells, defaultTeamId } = await loadSettings(tx);
  const locked = await lockAll(tx, messages);
  const seen = await messagesBy(
    tx,
    messages.flatMap((message) => {
      const own = ownKeyOf(message);
      return message.quoted ? [own, quotedKeyOf(message, message.quoted)] : [own];
    }),
  );
  const draft = emptyDraft();
  const replaced: Row[] = [];
  const earlier: [Locked, Row][] = [];
  const wrote = new Map<Locked, Wrote>();
  for (const message of inOrder(messages)) {
    // What is new comes after all that is old.
    if (!message.history) await layEarlier(tx, draft, earlier.splice(0));
    const place = locked.get(message.conversationId);
    if (!place) throw new Error('an inbound message has no conversation');
    const key = keyOf(ownKeyOf(message));
    const before = seen.get(key);
    if (before && (before.kind !== 'unknown' || message.kind === 'unknown')) continue;
    const sentAt = message.sentAt < now ? message.sentAt : now;
    const row = { ...rowOf(draft, message, seen), sentAt, ...(before && { id: before.id }) };
    if (before) {
      const written = draft.messages.find(({ id }) => id === before.id);
      if (written) Object.assign(written, { raw: undefined, ...row });
      else {
        replaced.push(row);
        draft.marks.push({ entity: 'message', id: before.id, userId: null });
      }
    } else if (message.history) {
      earlier.push([place, row]);
    } else if (message.fromMe) {
      adopt(draft, place, writtenElsewhere(place.standing, sentAt, timing));
      append(draft, place, { ...row, serviceId: place.standing.current?.id ?? null });
    } else if (await takeAnswer(desk, tx, draft, place, row)) {
      // Taken: it belongs to the service that it is about, and opens none.
    } else {
      const farewell =
        message.kind === 'text' &&
        // What one of a group says to another ends nothing.
        message.group === undefined &&
        row.text !== null &&
        isFarewell(row.text, farewells);
      const outcome = receive(
        place.standing,
        place.conversation.id,
        { at: sentAt, farewell },
        timing,
        newId,
        defaultTeamId,
      );
      adopt(draft, place, outcome);
      append(draft, place, { ...row, serviceId: outcome.serviceId });
      if (!outcome.standing.current) settleAll(draft, place);
      const opened = outcome.steps.some(({ kind }) => kind === 'created');
      const before = wrote.get(place)?.opened ?? false;
      wrote.set(place, { locked: place, opened: opened || before, at: sentAt });
    }
    seen.set(key, {
      ...{ id: row.id, kind: row.kind, text: row.text, whatsappId: message.whatsappId },
      ...{ conversationId: message.conversationId, direction: row.direction },
      sender: row.sender ?? null,
    });
  }
  await askAboutEnded(desk, tx, draft);
  await answerFirst(desk, tx, draft, [...wrote.values()]);
  await layEarlier(tx, draft, earlier);
  const marks = await writeDraft(tx, draft);
  // Only now are the files there that they have.
  for (const row of replaced) await replacePlaceholder(tx, row);
  return { marks, sends: draft.sends };
}

/** History, earliest first: of no service, so nobody's to read and no news. */
async function layEarlier(tx: Tx, draft: Draft, earlier: [Locked, Row][]): Promise<void> {
  for (const [{ conversation }, all] of Map.groupBy(earlier, ([place]) => place)) {
    const rows = all.map(([, row]) => row);
    const newest = rows.at(-1)?.sentAt ?? '';
    const isEmpty = conversation.lastPosition < (conversation.firstPosition ?? 1);
    if (isEmpty || newest > conversation.lastActivityAt) conversation.lastActivityAt = newest;
    const times = rows.map(({ sentAt }) => sentAt);
    const { positions, marks } = await makeRoom(tx, conversation, times);
    draft.marks.push(...marks);
    draft.conversations.set(conversation.id, conversation);
    for (const [n, row] of rows.entries()) {
      const position = positions[n];
      if (position === undefined) throw new Error('an earlier message has no position');
      draft.messages.push({ ...row, conversationId: conversation.id, position, serviceId: null });
    }
  }
}

/** History comes in any order; what is new, in its own. */
function inOrder(messages: Placed<InboundMessage>[]): Placed<InboundMessage>[] {
  const history = messages.filter((message) => message.history);
  if (history.length === 0) return messages;
  history.sort((a, b) => (a.sentAt < b.sentAt ? -1 : a.sentAt > b.sentAt ? 1 : 0));
  return [...history, ...messages.filter((message) => !message.history)];
}

type Row = Omit<NewMessage, 'position' | 'conversationId' | 'serviceId'>;

function rowOf(draft: Draft, message: Placed<InboundMessage>, seen: Map<string, Found>): Row {
  const { attachment, quoted, content, raw, by } = message;
  const direction = directionOf(message.fromMe);
  const attachmentId = attachment && newId();
  if (attachment && attachmentId) {
    const { kind, name, mediaType, size, source, ...look } = attachment;
    const goesBy = attachmentName(name ?? '');
    draft.attachments.push({ id: attachmentId, kind, name: goesBy, mediaType, size, look, source });
  }
  const original = quoted && seen.get(keyOf(quotedKeyOf(message, quoted)));
  return {
    id: newId(),
    direction,
    kind: message.kind,
    text: message.text === null ? null : cleanText(message.text).slice(0, longestText),
    authorId: null,
    whatsappId: message.whatsappId,
    status: direction === 'out' ? 'sent' : null,
    failure: null,
    sentAt: message.sentAt,
    ...(content && { content: clean(content) }),
    ...(attachmentId && { attachmentId }),
    ...(quoted && {
      quote: {
        messageId: original?.id ?? null,
        direction: directionOf(quoted.fromMe),
        kind: original?.kind ?? 'text',
        text: cleanText(original?.text ?? quoted.text ?? '').slice(0, 300) || null,
        ...(original?.sender && { sender: original.sender }),
      },
    }),
    ...(message.forwarded && { forwarded: true }),
    ...(raw !== undefined && { raw: clean(raw) }),
    ...(by && { participant: by.id, sender: senderOf(by) }),
  };
}

/** The same, with no text in it that Postgres would not take. */
const clean = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'string' ? cleanText(part) : part,
  );

const senderOf = ({ name, phone }: Participant): Sender => ({
  name: name === null ? null : cleanText(name).slice(0, 200) || null,
  phone,
});

const ownKeyOf = ({ conversationId, whatsappId, fromMe, by }: Placed<InboundMessage>) => ({
  ...{ conversationId, whatsappId, direction: directionOf(fromMe) },
  ...(by && { participant: by.id }),
});

const quotedKeyOf = (
  { conversationId }: Placed<InboundMessage>,
  { whatsappId, fromMe, author }: Reference,
) => ({
  ...{ conversationId, whatsappId, direction: directionOf(fromMe) },
  ...(author && { participant: author, loose: true }),
});

/** The message that something was done to. One changes one's own; admins of a group, and reactions, others'. */
function targetOf(event: Done) {
  const { conversationId, whatsappId, by } = event;
  const ours = 'toOurs' in event ? event.toOurs : event.fromMe;
  const author = event.type === 'edit' ? undefined : event.author;
  const participant = event.type === 'reaction' ? author : (author ?? by?.id);
  return {
    ...{ conversationId, whatsappId, direction: directionOf(ours) },
    ...(participant && !ours && { participant, loose: author !== undefined }),
  };
}

type Done = Placed<Of<'reaction'>> | Placed<Of<'edit'>> | Placed<Of<'delete'>>;

/** What was done to messages that are here; what is not here is nobody's to see. */
async function storeChanges(tx: Tx, events: Done[]): Promise<Id[]> {
  const found = await messagesBy(tx, events.map(targetOf));
  const changed: Id[] = [];
  for (const event of events.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    const id = found.get(keyOf(targetOf(event)))?.id;
    if (!id) continue;
    const text = event.type === 'edit' ? cleanText(event.text).slice(0, longestText) : '';
    const did =
      event.type === 'reaction'
        ? await setReaction(tx, id, {
            direction: directionOf(event.fromMe),
            emoji: cleanText(event.emoji).slice(0, 32),
            userId: null,
            ...(event.by && { by: event.by.id, sender: senderOf(event.by) }),
          })
        : event.type === 'edit'
          ? await editText(tx, id, text, event.at)
          : await markDeleted(tx, id, event.at);
    if (did) changed.push(id);
  }
  return changed;
}
