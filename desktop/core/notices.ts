/** What is told outside the window: a notification for what concerns this person, and the badge. */
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { LiveCall } from '#shared/contract/call.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { SoundKind } from '#shared/contract/settings.ts';
import type { Team } from '#shared/contract/team.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { isForThem } from '#shared/rules/team.ts';
import type { Host } from './host.ts';
import { type NoticeWords, wordsOfKind } from './words.ts';

export type Notices = {
  /**
   * Entries as they are now, messages from contacts that came since the last time, and services that
   * somebody was given.
   */
  told(summaries: ConversationSummary[], arrived: Message[], given: Service[]): void;
  /** The badge counts anew, from these. */
  count(summaries: ConversationSummary[]): void;
  /** All that ring or are spoken, as they are now: one that came in and rings is told once. */
  calls(calls: LiveCall[]): void;
  /** This person was named in a note. */
  mentioned(summary: ConversationSummary, text: string): void;
  inFront(conversationId: Id | null): void;
  /** Nothing of these is left to be read. */
  erased(conversationIds: readonly Id[]): void;
  /** Nobody is signed in any more: nothing of theirs stays to be read. */
  close(): void;
};

/** After an absence of more than this, one looks at the list. */
const mostAtOnce = 5;
const longestBody = 200;

/** Whether a conversation is this person's business: waiting for them to take it, or theirs. */
export function concerns(
  { service }: Pick<ConversationSummary, 'service'>,
  userId: Id,
  teamOf: (id: Id) => Team | undefined,
): boolean {
  if (service?.state === 'open') return service.attendantId === userId;
  return service?.state === 'waiting' && isForThem(service, userId, teamOf);
}

export function openNotices(deps: {
  host: Pick<Host, 'notify' | 'unnotify'>;
  badge(count: number): void;
  userId: Id;
  words(): NoticeWords;
  summaries(ids: Id[]): ConversationSummary[];
  teamOf(id: Id): Team | undefined;
  nameOf(userId: Id): string;
  /** As the person wants it: no notices at all, ones that stay, and none for now. */
  wants(): { notify: boolean; stays: boolean; hushed: boolean };
  sound(kind: SoundKind): void;
}): Notices {
  const { host, userId } = deps;
  const unread = new Set<Id>();
  /** Of each notice that is there to be read, how many messages it stands for. */
  const told = new Map<Id, number>();
  /** Waiting services that were heard: each is, once. */
  const heardOf = new Set<Id>();
  let front: Id | null = null;
  let shown = -1;
  let ringing: LiveCall[] = [];
  /** Calls that were told: their messages are not told again, nor are they after a reconnect. */
  const rung = new Set<Id>();
  /** Conversations whose notice says that it rings. */
  const saying = new Set<Id>();
  /** Whose notice says that this person was given it: it stands until they look. */
  const handedOver = new Set<Id>();

  const note = (summary: ConversationSummary): void => {
    const { id } = summary.conversation;
    if (summary.unread > 0 && concerns(summary, userId, deps.teamOf)) unread.add(id);
    else {
      unread.delete(id);
      if (!saying.has(id) && !handedOver.has(id)) takeAway(id);
    }
  };
  const showBadge = (): void => {
    if (unread.size === shown) return;
    shown = unread.size;
    deps.badge(shown);
  };
  function takeAway(id: Id): void {
    saying.delete(id);
    handedOver.delete(id);
    if (told.delete(id)) host.unnotify(id);
  }
  function tell(
    summary: ConversationSummary,
    body: string,
    { count, replyable = false }: { count: number; replyable?: boolean },
  ): void {
    const { notify, stays, hushed } = deps.wants();
    if (!notify || hushed) return;
    const { id } = summary.conversation;
    told.set(id, count);
    const title = titleOf(summary);
    host.notify({
      title: count > 1 ? `${title} (${count})` : title,
      ...{ conversationId: id, body, count, replyable, stays },
    });
  }
  const sound = (kind: SoundKind): void => {
    if (!deps.wants().hushed) deps.sound(kind);
  };
  /** A contact's first call may be here before the contact is: looked at again with the next rows. */
  const ring = (): void => {
    const untold = ringing.filter(({ id }) => !rung.has(id));
    if (untold.length === 0) return;
    const summaries = deps.summaries([...new Set(untold.map((call) => call.conversationId))]);
    for (const { id, conversationId, sdp } of untold) {
      const summary = summaries.find(({ conversation }) => conversation.id === conversationId);
      if (!summary) continue;
      rung.add(id);
      if (conversationId === front) continue;
      const { isCalling, isCallingElsewhere } = deps.words();
      saying.add(conversationId);
      tell(summary, sdp === null ? isCallingElsewhere : isCalling, { count: 0 });
    }
  };
  const tellGiven = (summary: ConversationSummary): void => {
    const { conversation, service, lastMessage } = summary;
    if (conversation.id === front) return;
    const by = service?.given?.by;
    const { transferredBy, givenByRouting } = deps.words();
    const what = by ? transferredBy(deps.nameOf(by)) : givenByRouting;
    const note = lastMessage?.kind === 'note' && lastMessage.authorId === by && lastMessage.text;
    const body = (note ? `${what}: ${note}` : what).slice(0, longestBody);
    handedOver.add(conversation.id);
    tell(summary, body, { count: 1, replyable: true });
    sound('mine');
  };
  /** Null: nothing to tell. A call is told when it rings; later only that it was missed unheard. */
  const bodyOf = (message: Message): string | null => {
    if (message.kind !== 'call') return wordsOf(message, deps.words()).slice(0, longestBody);
    const missed = message.content?.call?.outcome === 'missed' && !rung.has(message.id);
    return missed ? deps.words().missedCall : null;
  };
  return {
    calls(calls) {
      ringing = calls.filter(({ direction, state }) => direction === 'in' && state === 'ringing');
      const still = new Set(ringing.map(({ conversationId }) => conversationId));
      for (const id of [...saying]) {
        saying.delete(id);
        if (still.has(id)) saying.add(id);
        else if (told.get(id) === 0) takeAway(id);
      }
      ring();
    },
    mentioned(summary, text) {
      if (summary.conversation.id === front) return;
      tell(summary, text.slice(0, longestBody), { count: 1 });
      sound('mention');
    },
    told(summaries, arrived, given) {
      summaries.forEach(note);
      showBadge();
      ring();
      const handed = new Set<Id>();
      for (const service of given) {
        const summary = summaries.find((one) => one.service?.id === service.id);
        if (!summary || !givenTo(summary, userId)) continue;
        handed.add(summary.conversation.id);
        tellGiven(summary);
      }
      const latest = new Map(arrived.map((message) => [message.conversationId, message]));
      if (latest.size > mostAtOnce) return;
      const heard = new Set<SoundKind>();
      for (const summary of summaries) {
        const { id } = summary.conversation;
        const message = latest.get(id);
        if (
          !message ||
          handed.has(id) ||
          id === front ||
          summary.unread === 0 ||
          !concerns(summary, userId, deps.teamOf)
        )
          continue;
        const body = bodyOf(message);
        if (body === null) continue;
        const mine = summary.service?.state === 'open';
        const serviceId = summary.service?.id ?? id;
        if (mine) heard.add('mine');
        else if (!heardOf.has(serviceId)) heard.add('waiting');
        if (!mine && !deps.wants().hushed) heardOf.add(serviceId);
        const now = arrived.filter(({ conversationId }) => conversationId === id).length;
        saying.delete(id);
        tell(summary, body, { count: (told.get(id) ?? 0) + now, replyable: mine });
      }
      for (const kind of heard) sound(kind);
    },
    count(summaries) {
      unread.clear();
      summaries.forEach(note);
      showBadge();
    },
    inFront(conversationId) {
      front = conversationId;
      if (front !== null) takeAway(front);
    },
    erased: (conversationIds) => conversationIds.forEach(takeAway),
    close() {
      for (const id of [...told.keys()]) takeAway(id);
    },
  };
}

/** Of a group the title is the group's: who wrote goes before what they wrote. */
function wordsOf({ kind, text, sender }: Message, words: NoticeWords): string {
  const name = sender?.name ?? (sender?.phone ? showPhone(sender.phone) : null);
  const said = text || wordsOfKind(words, kind);
  return name ? `${name}: ${said}` : said;
}

const givenTo = ({ service }: ConversationSummary, userId: Id): boolean =>
  service?.state === 'open' && service.attendantId === userId && service.given !== undefined;

export function titleOf({ contact }: Pick<ConversationSummary, 'contact'>): string {
  return contact.name ?? contact.whatsappName ?? (contact.phone ? showPhone(contact.phone) : '');
}
