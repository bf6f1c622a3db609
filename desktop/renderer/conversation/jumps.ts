import { createStore } from 'zustand/vanilla';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { TabsStore } from '../tabs/store.ts';
import type { ThreadsStore } from './store.ts';

/** A message, or the moment at which a service began. */
export type Target = { messageId: Id; position: number | null } | { serviceId: Id; at: Instant };
export type Jump = { conversationId: Id; target: Target; nth: number };

/** No more pages than this are read on the way to something old. */
const mostPages = 100;

/** Where a list is asked to go: its thread is read as far back as that first. */
export function createJumps(threads: ThreadsStore, tabs: Pick<TabsStore, 'show'>) {
  const store = createStore<{ jump: Jump | null }>(() => ({ jump: null }));
  let nth = 0;

  const reached = (id: Id, target: Target): boolean => {
    const thread = threads.getState().threads.get(id);
    if (!thread) return true;
    const first = thread.messages[0];
    if (!thread.more || !first) return true;
    if ('at' in target) return first.sentAt <= target.at;
    return (first.position ?? 0) <= (target.position ?? Number.POSITIVE_INFINITY);
  };
  return {
    ...store,
    show: tabs.show,
    /** To a message of any conversation, its tab in front. False: it could not be had. */
    async go({
      conversationId,
      id,
      position,
    }: Pick<ShownMessage, 'conversationId' | 'id' | 'position'>): Promise<boolean> {
      nth += 1;
      const mine = nth;
      tabs.show(conversationId);
      const there = await threads.reach(conversationId, position);
      if (there && mine === nth) {
        store.setState({
          jump: { conversationId, target: { messageId: id, position }, nth: mine },
        });
      }
      return there;
    },
    /** The list is there. */
    done: () => store.setState({ jump: null }),
    async to(conversationId: Id, target: Target): Promise<void> {
      nth += 1;
      const mine = nth;
      await threads.open(conversationId);
      for (let page = 0; page < mostPages && !reached(conversationId, target); page += 1) {
        const before = threads.getState().threads.get(conversationId)?.messages.length;
        await threads.older(conversationId);
        // Somebody asked for another place meanwhile, or nothing older can be had.
        if (mine !== nth) return;
        if (threads.getState().threads.get(conversationId)?.messages.length === before) break;
      }
      store.setState({ jump: { conversationId, target, nth: mine } });
    },
  };
}
export type Jumps = ReturnType<typeof createJumps>;
