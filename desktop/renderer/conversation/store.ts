import { createStore } from 'zustand/vanilla';
import type { BridgeSignals, Desk, MessagePage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { newThread, type Thread, withChanges, withPage } from './thread.ts';

type Threads = ReadonlyMap<Id, Thread>;
const pageSize = 60;
/** On the way up to one message, however far. */
const reachSize = 200;
/** Rows that stand above a message that was looked for. */
const above = 20;

/** The conversations that are open, as far as they were read. */
export function createThreadsStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<{ threads: Threads }>(() => ({ threads: new Map() }));
  const get = (id: Id) => store.getState().threads.get(id);
  const put = (id: Id, thread: Thread) =>
    store.setState(({ threads }) => ({ threads: new Map(threads).set(id, thread) }));
  const ask = async (id: Id, before: number | null, limit: number): Promise<MessagePage | null> => {
    const answer = await desk
      .call('messages', { conversationId: id, before, limit })
      .catch(() => null);
    return answer?.ok ? answer.value : null;
  };

  async function page(id: Id, before: number | null): Promise<void> {
    const answer = await ask(id, before, pageSize);
    const thread = get(id);
    if (!thread) return;
    if (answer) put(id, withPage(thread, answer, before === null));
    else put(id, { ...thread, state: 'failed' });
  }

  const opening = new Map<Id, Promise<void>>();
  function open(id: Id): Promise<void> {
    const under = opening.get(id);
    if (under) return under;
    const thread = get(id);
    if (thread && !(thread.state === 'failed' && thread.messages.length === 0)) {
      return Promise.resolve();
    }
    put(id, newThread);
    const work = page(id, null).finally(() => opening.delete(id));
    opening.set(id, work);
    return work;
  }

  /** Everything below a position down to another, as far as it can be had and is still wanted. */
  async function between(id: Id, first: number, to: number, wanted: () => boolean) {
    const all: MessagePage = { messages: [], services: [], more: true };
    let lowest = first;
    while (lowest > to && all.more && wanted()) {
      const answer = await ask(id, lowest, reachSize);
      const next = answer?.messages[0]?.position;
      if (!answer || next == null || next >= lowest) break;
      all.messages.unshift(...answer.messages);
      all.services.push(...answer.services);
      all.more = answer.more;
      lowest = next;
    }
    return { page: all, lowest };
  }

  return {
    ...store,
    /** Reads the newest page, unless it is there; one that is on its way is waited for. */
    open,
    /** Reads the page above, where there is one and none is on its way. */
    async older(id: Id): Promise<void> {
      const thread = get(id);
      if (!thread?.more || thread.state === 'loading' || thread.state === 'older') return;
      const before = thread.messages[0]?.position ?? null;
      if (before === null && thread.messages.length > 0) return;
      put(id, { ...thread, state: 'older' });
      await page(id, before);
    },
    /** Reads what is missing just below a position. */
    async fill(id: Id, below: number): Promise<void> {
      const answer = await ask(id, below, reachSize);
      const thread = get(id);
      if (thread && answer) put(id, { ...withPage(thread, answer, false), state: thread.state });
    },
    /**
     * Reads up to a position (null: it still waits, at the end) and a little further, in one step for
     * whoever looks. False: that could not be had, or is not wanted any more.
     */
    async reach(id: Id, position: number | null, wanted = () => true): Promise<boolean> {
      await open(id);
      const thread = get(id);
      if (!thread || thread.state === 'failed') return false;
      const first = thread.messages[0]?.position;
      if (position === null || first == null || first <= position) return true;
      put(id, { ...thread, state: 'older' });
      const { page: read, lowest } = await between(id, first, position - above, wanted);
      const now = get(id);
      if (!now) return false;
      const next = read.messages.length > 0 ? withPage(now, read, false) : now;
      put(id, { ...next, state: next.state === 'older' ? 'ready' : next.state });
      return lowest <= position && wanted();
    },
    receive({ messages, services, removed }: BridgeSignals['messages']): void {
      const { threads } = store.getState();
      const touched = new Set([...messages, ...services].map((row) => row.conversationId));
      const gone = new Set(removed);
      const next = new Map(threads);
      for (const [id, thread] of threads) {
        if (!touched.has(id) && !thread.messages.some((message) => gone.has(message.id))) continue;
        const here = <T extends { conversationId: Id }>(rows: readonly T[]) =>
          rows.filter((row) => row.conversationId === id);
        next.set(id, withChanges(thread, here(messages), here(services), removed));
      }
      store.setState({ threads: next });
    },
    /** Keeps only these in memory. */
    keep(ids: readonly Id[]): void {
      const { threads } = store.getState();
      if ([...threads.keys()].every((id) => ids.includes(id))) return;
      store.setState({ threads: new Map([...threads].filter(([id]) => ids.includes(id))) });
    },
    /** After a new beginning: what is open is read again, and shown meanwhile as it was. */
    async again(): Promise<void> {
      await Promise.all([...store.getState().threads.keys()].map((id) => page(id, null)));
    },
    reset: () => store.setState({ threads: new Map() }),
  };
}
export type ThreadsStore = ReturnType<typeof createThreadsStore>;
