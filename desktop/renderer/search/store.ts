import { createStore } from 'zustand/vanilla';
import type { Desk, SearchHit } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Jumps } from '../conversation/jumps.ts';
import { createLookup } from './lookup.ts';

export type SearchState = {
  /** The panel stands where the list does. */
  open: boolean;
  /** What is marked of the results, by `keyOf`; null: the first. */
  marked: string | null;
  /** What was chosen could not be had. */
  failed: 'gone' | 'away' | null;
};
const closed: SearchState = { open: false, marked: null, failed: null };
const pageSize = 50;

export type Result = { key: string; conversationId: Id; here: boolean; hit: SearchHit | null };

/** The search over everything. */
export function createSearchStore(desk: Pick<Desk, 'call'>, jumps: Jumps) {
  const store = createStore<SearchState>(() => closed);
  const lookup = createLookup(desk, pageSize);

  /** Contacts first, as they stand on the screen. */
  function results(): Result[] {
    const { contacts, hits } = lookup.getState();
    return [
      ...contacts.map(({ conversationId, here }) => ({
        key: `contact ${conversationId}`,
        conversationId,
        here,
        hit: null,
      })),
      ...hits.map((hit) => ({
        key: hit.message.id,
        conversationId: hit.message.conversationId,
        here: hit.here,
        hit,
      })),
    ];
  }

  return {
    ...store,
    lookup,
    show: () => store.setState({ open: true, failed: null }),
    hide: () => store.setState({ open: false }),
    write(text: string): void {
      store.setState({ marked: null, failed: null });
      void lookup.look(text);
    },
    /** The result after (1) or before (-1) the marked one. */
    move(step: 1 | -1): void {
      const all = results();
      const at = Math.max(
        0,
        all.findIndex(({ key }) => key === store.getState().marked),
      );
      const first =
        store.getState().marked === null && step === 1 && all.length > 1 ? 1 : at + step;
      const next = all[Math.min(Math.max(first, 0), all.length - 1)];
      store.setState({ marked: next?.key ?? null });
      if (next && all.indexOf(next) > all.length - 8) void lookup.further();
    },
    /** Opens what is marked, or this one: the conversation, at the message. */
    async choose(key: string | null = null): Promise<void> {
      const all = results();
      const wanted = key ?? store.getState().marked;
      const chosen = all.find((one) => one.key === wanted) ?? all[0];
      if (!chosen) return;
      store.setState({ marked: chosen.key, failed: null });
      const { conversationId, hit } = chosen;
      if (!chosen.here) {
        const brought = await desk.call('bringConversation', { conversationId }).catch(() => null);
        if (!brought?.ok) {
          store.setState({ failed: 'gone' });
          return;
        }
      }
      if (!hit) {
        lookup.fetched(conversationId);
        jumps.show(conversationId);
        return;
      }
      const there = await jumps.go(hit.message);
      if (there) lookup.fetched(conversationId);
      else store.setState({ failed: 'away' });
    },
    reset(): void {
      lookup.reset();
      store.setState(closed);
    },
  };
}
export type SearchStore = ReturnType<typeof createSearchStore>;
