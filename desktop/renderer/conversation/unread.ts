import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { ThreadsStore } from './store.ts';

/** Above this message it says how many are new. */
export type Divider = { messageId: Id; count: number };

/** Where what is new began when a conversation was opened; stands until it is left or answered. */
export function createUnreadStore(desk: Pick<Desk, 'call'>, threads: ThreadsStore) {
  const store = createStore<{ dividers: ReadonlyMap<Id, Divider>; asking: ReadonlySet<Id> }>(
    () => ({ dividers: new Map(), asking: new Set() }),
  );
  /** The latest question of a conversation: an answer to an older one is none. */
  const asked = new Map<Id, number>();
  const setAsking = (id: Id, is: boolean) =>
    store.setState(({ asking }) => {
      const next = new Set(asking);
      if (is) next.add(id);
      else next.delete(id);
      return { asking: next };
    });

  function leave(id: Id): void {
    asked.delete(id);
    setAsking(id, false);
    store.setState(({ dividers }) => {
      if (!dividers.has(id)) return {};
      const next = new Map(dividers);
      next.delete(id);
      return { dividers: next };
    });
  }

  return {
    ...store,
    leave,
    /** Looks where what is new begins, and reads up to there. False: there is nothing new. */
    async enter(id: Id): Promise<boolean> {
      const nth = (asked.get(id) ?? 0) + 1;
      asked.set(id, nth);
      setAsking(id, true);
      const sought = { unread: true } as const;
      const answer = await desk.call('locate', { conversationId: id, sought }).catch(() => null);
      const place = answer?.ok ? answer.value.place : null;
      const count = answer?.ok ? (answer.value.unread ?? 0) : 0;
      if (place) await threads.reach(id, place.position, () => asked.get(id) === nth);
      if (asked.get(id) !== nth) return false;
      setAsking(id, false);
      if (!place) return false;
      store.setState(({ dividers }) => ({
        dividers: new Map(dividers).set(id, { messageId: place.messageId, count }),
      }));
      return true;
    },
    reset(): void {
      asked.clear();
      store.setState({ dividers: new Map(), asking: new Set() });
    },
  };
}
export type UnreadStore = ReturnType<typeof createUnreadStore>;
