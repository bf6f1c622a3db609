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

  async function page(id: Id, before: number | null): Promise<void> {
    const answer = await desk
      .call('messages', { conversationId: id, before, limit: pageSize })
      .catch(() => null);
    const thread = get(id);
    if (!thread) return;
    if (answer?.ok) put(id, withPage(thread, answer.value, before === null));
    else put(id, { ...thread, state: 'failed' });
  }

  async function open(id: Id): Promise<void> {
    const thread = get(id);
    if (thread && !(thread.state === 'failed' && thread.messages.length === 0)) return;
    put(id, newThread);
    await page(id, null);
  }

  /** Everything between the first message that is here and a position; null: it could not be had. */
  async function between(id: Id, position: number, first: number): Promise<MessagePage | null> {
    const all: MessagePage = { messages: [], services: [], more: true };
    let lowest = first;
    while (lowest > position - above && all.more) {
      const answer = await desk
        .call('messages', { conversationId: id, before: lowest, limit: reachSize })
        .catch(() => null);
      const next = answer?.ok ? answer.value.messages[0]?.position : null;
      if (!answer?.ok || next == null || next >= lowest) return null;
      all.messages.unshift(...answer.value.messages);
      all.services.push(...answer.value.services);
      all.more = answer.value.more;
      lowest = next;
    }
    return lowest <= position ? all : null;
  }

  return {
    ...store,
    /** Reads the newest page, unless it is there or on its way. */
    open,
    /** Reads the page above, where there is one and none is on its way. */
    async older(id: Id): Promise<void> {
      const thread = get(id);
      if (!thread?.more || thread.state === 'loading' || thread.state === 'older') return;
      const before = thread.messages[0]?.position ?? null;
      if (before === null) return;
      put(id, { ...thread, state: 'older' });
      await page(id, before);
    },
    /**
     * Reads up to a position (null: it still waits, at the end) and a little further, in one step for
     * whoever looks. False: that could not be had.
     */
    async reach(id: Id, position: number | null): Promise<boolean> {
      await open(id);
      const thread = get(id);
      if (!thread || thread.state === 'failed') return false;
      const first = thread.messages[0]?.position;
      if (position === null || first == null || first <= position) return true;
      put(id, { ...thread, state: 'older' });
      const all = await between(id, position, first);
      const now = get(id);
      if (!now) return false;
      if (all === null) put(id, { ...now, state: 'ready' });
      else put(id, withPage(now, all, false));
      return all !== null;
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
