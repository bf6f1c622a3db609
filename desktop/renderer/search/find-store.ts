import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Jumps } from '../conversation/jumps.ts';
import { createLookup } from './lookup.ts';

export type FindState = {
  /** Whose messages are looked through; null: the bar is closed. */
  conversationId: Id | null;
  /** The hit that is shown; null: none yet. */
  messageId: Id | null;
  failed: boolean;
};
const closed: FindState = { conversationId: null, messageId: null, failed: false };
const pageSize = 200;

/** The search within one conversation, from its newest hit on. */
export function createFindStore(desk: Pick<Desk, 'call'>, jumps: Jumps) {
  const store = createStore<FindState>(() => closed);
  const lookup = createLookup(desk, pageSize);

  async function show(messageId: Id): Promise<void> {
    const hit = lookup.getState().hits.find(({ message }) => message.id === messageId);
    if (!hit) return;
    store.setState({ messageId, failed: false });
    if (!(await jumps.go(hit.message))) store.setState({ failed: true });
  }

  return {
    ...store,
    lookup,
    show(conversationId: Id): void {
      if (store.getState().conversationId === conversationId) return;
      lookup.reset();
      store.setState({ ...closed, conversationId });
    },
    hide(): void {
      lookup.reset();
      store.setState(closed);
    },
    write(text: string): void {
      const { conversationId } = store.getState();
      if (conversationId === null) return;
      store.setState({ messageId: null, failed: false });
      void lookup.look(text, conversationId);
    },
    /** To the next older (1) or newer (-1) hit; round at the ends, once all of it was read. */
    async step(by: 1 | -1): Promise<void> {
      const at = () => {
        const { hits } = lookup.getState();
        return hits.findIndex(({ message }) => message.id === store.getState().messageId);
      };
      if (by === 1 && at() + 1 >= lookup.getState().hits.length && lookup.getState().more) {
        await lookup.further();
      }
      const { hits } = lookup.getState();
      if (hits.length === 0) return;
      const from = at();
      const next = from === -1 ? (by === 1 ? 0 : hits.length - 1) : from + by;
      const hit = hits[(next + hits.length) % hits.length];
      if (hit) await show(hit.message.id);
    },
    reset(): void {
      lookup.reset();
      store.setState(closed);
    },
  };
}
export type FindStore = ReturnType<typeof createFindStore>;
