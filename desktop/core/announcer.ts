/**
 * Tells the screens what changed: a lone change at once, a burst in few signals. A later telling
 * costs nothing: what is told is read when it is told.
 */
import type { BridgeSignal, BridgeSignals, ConversationSummary } from '#shared/contract/bridge.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { Account } from './account.ts';
import { addTouched, nothingTouched, type Touched } from './cache/apply.ts';
import type { Shown } from './shown.ts';

export type Emit = <S extends BridgeSignal>(signal: S, value: BridgeSignals[S]) => void;

export type Announcer = {
  /** `now`: what a person here did is told before anything else happens. */
  changed(touched: Touched, how: { now: boolean }): void;
  close(): void;
};

/** A few conversations are told at once, this far apart; a burst waits longer. */
const lone = { conversations: 20, gap: 16 };
const burstGap = 100;
/** No more than this share of the time goes into telling. */
const costShare = 4;

export function openAnnouncer(deps: {
  account: Pick<Account, 'cache'>;
  shown: Shown;
  emit: Emit;
  /** Conversations whose messages a screen has asked for. */
  watched: ReadonlySet<Id>;
  told(summaries: ConversationSummary[], arrived: Message[], given: Service[]): void;
  /** A note that names somebody anew, in a conversation as it is now. */
  mentioned(summary: ConversationSummary, mention: Touched['mentions'][number]): void;
  failed(error: unknown): void;
}): Announcer {
  let gathered = nothingTouched();
  let timer: NodeJS.Timeout | null = null;
  let last = Number.NEGATIVE_INFINITY;
  let cost = 0;

  function tell(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const touched = gathered;
    gathered = nothingTouched();
    const began = performance.now();
    try {
      tellOf(deps, touched);
    } catch (error) {
      deps.failed(error);
    }
    last = performance.now();
    cost = last - began;
  }
  return {
    changed(touched, { now }) {
      addTouched(gathered, touched);
      if (now) return tell();
      const few = gathered.conversations.size <= lone.conversations;
      const gap = few ? lone.gap : Math.max(burstGap, cost * costShare);
      const wait = last + gap - performance.now();
      if (wait <= 0 && few) return tell();
      timer ??= setTimeout(tell, Math.max(wait, few ? 1 : gap));
    },
    close() {
      if (timer) clearTimeout(timer);
    },
  };
}

function tellOf(
  { account, shown, emit, watched, told, mentioned }: Parameters<typeof openAnnouncer>[0],
  touched: Touched,
): void {
  const { users, messages, tags, teams, cannedReplies } = account.cache.tables;
  if (touched.teams) emit('teams', teams.all());
  if (touched.cannedReplies) emit('cannedReplies', cannedReplies.all());
  if (touched.colleagues) emit('colleagues', users.all());
  if (touched.tags) emit('tags', tags.all());
  const summaries = touched.conversations.size > 0 ? shown.some(touched.conversations) : [];
  const ids = [...touched.messages].flatMap(([id, of]) => (watched.has(of) ? id : []));
  const services = [...touched.services].flatMap(([id, of]) => (watched.has(of) ? id : []));
  if (ids.length + services.length > 0) {
    const rows = ids.length > 0 ? messages.many(ids) : [];
    const here = new Set(rows.map(({ id }) => id));
    const others = new Set(ids.filter((id) => !here.has(id)));
    const owners = new Set([...others].flatMap((id) => touched.messages.get(id) ?? []));
    const waiting = [...owners].flatMap(shown.waiting).filter(({ id }) => others.delete(id));
    const needed = [...services, ...rows.flatMap(({ serviceId }) => serviceId ?? [])];
    emit('messages', {
      messages: [...shown.messages(rows), ...waiting],
      services: needed.length > 0 ? shown.services(new Set(needed)) : [],
      removed: [...others],
    });
  }
  if (summaries.length > 0) emit('summaries', summaries);
  if (summaries.length < touched.conversations.size) {
    const left = new Set(touched.conversations);
    for (const { conversation } of summaries) left.delete(conversation.id);
    emit('gone', [...left]);
  }
  told(summaries, touched.arrived, touched.given);
  for (const mention of touched.mentions) {
    const summary = summaries.find(
      ({ conversation }) => conversation.id === mention.note.conversationId,
    );
    if (summary) mentioned(summary, mention);
  }
}
