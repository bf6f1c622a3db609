import { createStore } from 'zustand/vanilla';
import type { Id } from '#shared/contract/scalars.ts';

export type TabsState = {
  open: readonly Id[];
  active: Id | null;
  /** The open ones that were in front last, the latest at the end: they stay drawn, out of sight. */
  kept: readonly Id[];
  /** Closed ones, the last at the end: what reopening brings back. */
  closed: readonly { id: Id; at: number }[];
};

const mostKept = 8;

function keptOf({ open, active, kept }: TabsState): readonly Id[] {
  if (active !== null && kept.at(-1) === active && kept.every((id) => open.includes(id)))
    return kept;
  const others = kept.filter((id) => id !== active && open.includes(id));
  return (active === null ? others : [...others, active]).slice(-mostKept);
}

export function createTabsStore() {
  const store = createStore<TabsState>(() => ({ open: [], active: null, kept: [], closed: [] }));
  const set = (change: (state: TabsState) => Partial<TabsState>) =>
    store.setState((state) => {
      const next = { ...state, ...change(state) };
      return { ...next, kept: keptOf(next) };
    });

  return {
    ...store,
    restore: (open: readonly Id[], active: Id | null) =>
      set(() => ({
        open,
        active: active !== null && open.includes(active) ? active : null,
        closed: [],
      })),
    show: (id: Id) =>
      set(({ open }) => ({ active: id, ...(!open.includes(id) && { open: [...open, id] }) })),
    /** The neighbour on the right takes its place, else the one on the left. */
    close: (id: Id) =>
      set(({ open, active, closed }) => {
        const at = open.indexOf(id);
        if (at === -1) return {};
        const left = open.filter((other) => other !== id);
        return {
          open: left,
          active: active === id ? (left[at] ?? left[at - 1] ?? null) : active,
          closed: [...closed.filter((tab) => tab.id !== id), { id, at }].slice(-20),
        };
      }),
    reopen: () =>
      set(({ open, closed }) => {
        const last = closed.at(-1);
        if (!last) return {};
        const rest = closed.slice(0, -1);
        if (open.includes(last.id)) return { active: last.id, closed: rest };
        return { open: open.toSpliced(last.at, 0, last.id), active: last.id, closed: rest };
      }),
    step: (by: 1 | -1) =>
      set(({ open, active }) => {
        if (open.length === 0) return {};
        const at = active === null ? (by === 1 ? -1 : 0) : open.indexOf(active);
        return { active: open[(at + by + open.length) % open.length] ?? null };
      }),
    /** 1 to 8 by number; 9 is the last. */
    number: (n: number) =>
      set(({ open, active }) => ({ active: (n === 9 ? open.at(-1) : open[n - 1]) ?? active })),
    /** Conversations that exist no more. */
    drop: (gone: (id: Id) => boolean) =>
      set(({ open, active, closed }) =>
        [...open, ...closed.map((tab) => tab.id)].some(gone)
          ? {
              open: open.filter((id) => !gone(id)),
              closed: closed.filter((tab) => !gone(tab.id)),
              active: active !== null && gone(active) ? null : active,
            }
          : {},
      ),
  };
}
export type TabsStore = ReturnType<typeof createTabsStore>;
