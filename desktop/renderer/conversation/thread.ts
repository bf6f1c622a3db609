import type { MessagePage, ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';

/** What a console has of one conversation: a stretch without gaps that reaches to its end. */
export type Thread = {
  messages: readonly ShownMessage[];
  services: ReadonlyMap<Id, Service>;
  /** There are older ones than the first. */
  more: boolean;
  /** away: there are older ones, and neither this machine has them nor does the server answer. */
  state: 'loading' | 'ready' | 'older' | 'away' | 'failed';
  /** The message by which the view counts: rows before it came later, from older pages. */
  anchor: Id | null;
  /** The highest position of all that was read page by page: what is missing below it is not on its way. */
  paged: number;
};

export const newThread: Thread = {
  messages: [],
  services: new Map(),
  more: true,
  state: 'loading',
  anchor: null,
  paged: Number.NEGATIVE_INFINITY,
};

/** By position; what still waits stands at the end, in the order in which it was written. */
function inOrder(a: ShownMessage, b: ShownMessage): number {
  if (a.position !== null && b.position !== null) return a.position - b.position;
  if (a.position !== null) return -1;
  if (b.position !== null) return 1;
  return a.sentAt === b.sentAt ? (a.id < b.id ? -1 : 1) : a.sentAt < b.sentAt ? -1 : 1;
}

function merged(
  thread: Thread,
  messages: readonly ShownMessage[],
  services: readonly Service[],
  removed: readonly Id[] = [],
): Pick<Thread, 'messages' | 'services'> {
  const byId = new Map(thread.messages.map((message) => [message.id, message]));
  for (const message of messages) byId.set(message.id, message);
  for (const id of removed) byId.delete(id);
  const known = services.length === 0 ? thread.services : new Map(thread.services);
  if (known instanceof Map) for (const service of services) known.set(service.id, service);
  return { messages: [...byId.values()].sort(inOrder), services: known };
}

const lowest = (messages: readonly ShownMessage[]): number =>
  messages.find((message) => message.position !== null)?.position ?? Number.POSITIVE_INFINITY;

const highest = (messages: readonly ShownMessage[]): number =>
  messages.findLast((message) => message.position !== null)?.position ?? Number.NEGATIVE_INFINITY;

/** After a page was read: the newest one (`newest`), or one that ends where the thread began when it was asked for. */
export function withPage(thread: Thread, page: MessagePage, newest: boolean): Thread {
  const next = merged(thread, page.messages, page.services);
  const from = page.more ? lowest(page.messages) : Number.NEGATIVE_INFINITY;
  // What was signalled before the first page may lie below it, behind a gap.
  const messages = newest
    ? next.messages.filter((message) => message.position === null || message.position >= from)
    : next.messages;
  return {
    messages,
    services: next.services,
    // A page that was overtaken by one from further up says nothing about what is above.
    more: newest || from <= lowest(messages) ? page.more : thread.more,
    state: page.more && page.messages.length === 0 ? 'away' : 'ready',
    anchor: (newest ? null : thread.anchor) ?? messages[0]?.id ?? null,
    paged: Math.max(newest ? Number.NEGATIVE_INFINITY : thread.paged, highest(page.messages)),
  };
}

/** After a signal. Messages older than the stretch are left out: their page brings them. */
export function withChanges(
  thread: Thread,
  messages: readonly ShownMessage[],
  services: readonly Service[],
  removed: readonly Id[],
): Thread {
  const from = thread.more ? lowest(thread.messages) : Number.NEGATIVE_INFINITY;
  const fits = messages.filter(
    (message) =>
      thread.state === 'loading' ||
      message.position === null ||
      message.position >= from ||
      thread.messages.some((known) => known.id === message.id) ||
      from === Number.POSITIVE_INFINITY,
  );
  const next = merged(thread, fits, services, removed);
  return { ...thread, ...next, anchor: thread.anchor ?? next.messages[0]?.id ?? null };
}
