import { createStore } from 'zustand/vanilla';
import type { Id } from '#shared/contract/scalars.ts';

export type TabsState = {
  /** In order, the pinned ones first. */
  open: readonly Id[];
  pinned: ReadonlySet<Id>;
  active: Id | null;
  /** The open ones that were in front last, the latest at the end: they stay drawn, out of sight. */
  kept: readonly Id[];
  /** Closed ones, the last at the end: what reopening brings back. */
  closed: readonly { id: Id; at: number }[];
};

const mostClosed = 20;

const mostKept = 12;

function keptOf({ open, active, kept }: TabsState): readonly Id[] {
  if (active !== null && kept.at(-1) === active && kept.every((id) => open.includes(id)))
    return kept;
  const others = kept.filter((id) => id !== active && open.includes(id));
  return (active === null ? others : [...others, active]).slice(-mostKept);
}

/** The pinned ones stand on the left, otherwise the order is the person's. */
function ordered(open: readonly Id[], pinned: ReadonlySet<Id>): readonly Id[] {
  const first = open.filter((id) => pinned.has(id));
  return first.every((id, at) => open[at] === id)
    ? open
    : [...first, ...open.filter((id) => !pinned.has(id))];
}

const none: ReadonlySet<Id> = new Set();

export function createTabsStore() {
  const store = createStore<TabsState>(() => ({
    open: [],
    pinned: none,
    active: null,
    kept: [],
    closed: [],
  }));
  const set = (change: (state: TabsState) => Partial<TabsState>) =>
    store.setState((state) => {
      const next = { ...state, ...change(state) };
      const tidy = { ...next, open: ordered(next.open, next.pinned) };
      return { ...tidy, kept: keptOf(tidy) };
    });

  /** Closes all that are meant, as one: each can be reopened where it was. */
  const closeThose = (meant: (id: Id, at: number) => boolean, front: Id) =>
    set(({ open, active, closed, pinned }) => {
      const going = open.flatMap((id, at) => (meant(id, at) && !pinned.has(id) ? { id, at } : []));
      const gone = new Set(going.map(({ id }) => id));
      return {
        open: open.filter((id) => !gone.has(id)),
        active: active !== null && gone.has(active) ? front : active,
        closed: [...closed.filter(({ id }) => !gone.has(id)), ...going.toReversed()].slice(
          -mostClosed,
        ),
      };
    });
  const move = (id: Id, to: number) =>
    set(({ open, pinned }) => {
      const from = open.indexOf(id);
      if (from === -1) return {};
      // A tab stays on its side of the last pinned one.
      const sides = open.filter((other) => pinned.has(other)).length;
      const [least, most] = pinned.has(id) ? [0, sides - 1] : [sides, open.length - 1];
      const at = Math.min(most, Math.max(least, to));
      return at === from ? {} : { open: open.toSpliced(from, 1).toSpliced(at, 0, id) };
    });

  return {
    ...store,
    restore: (open: readonly Id[], active: Id | null, pinned: readonly Id[] = []) =>
      set(() => ({
        open,
        pinned: new Set(pinned.filter((id) => open.includes(id))),
        active: active !== null && open.includes(active) ? active : null,
        closed: [],
      })),
    show: (id: Id) =>
      set(({ open }) => ({ active: id, ...(!open.includes(id) && { open: [...open, id] }) })),
    /** The neighbour on the right takes its place, else the one on the left. */
    close: (id: Id) =>
      set(({ open, active, closed, pinned }) => {
        const at = open.indexOf(id);
        if (at === -1) return {};
        const left = open.filter((other) => other !== id);
        return {
          open: left,
          pinned: pinned.has(id) ? new Set([...pinned].filter((other) => other !== id)) : pinned,
          active: active === id ? (left[at] ?? left[at - 1] ?? null) : active,
          closed: [...closed.filter((tab) => tab.id !== id), { id, at }].slice(-mostClosed),
        };
      }),
    /** Pinned ones stay. */
    closeOthers: (id: Id) => closeThose((other) => other !== id, id),
    closeRight: (id: Id) => {
      const from = store.getState().open.indexOf(id);
      if (from !== -1) closeThose((_, at) => at > from, id);
    },
    /** To a place in the order, as far as pinned ones and others keep apart. */
    move,
    moveActive: (by: 1 | -1) => {
      const { open, active } = store.getState();
      if (active !== null) move(active, open.indexOf(active) + by);
    },
    togglePin: (id: Id) =>
      set(({ open, pinned }) => {
        if (!open.includes(id)) return {};
        const next = new Set(pinned);
        if (!next.delete(id)) next.add(id);
        return { pinned: next };
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
      set(({ open, active, closed, pinned }) =>
        [...open, ...closed.map((tab) => tab.id)].some(gone)
          ? {
              open: open.filter((id) => !gone(id)),
              pinned: new Set([...pinned].filter((id) => !gone(id))),
              closed: closed.filter((tab) => !gone(tab.id)),
              active: active !== null && gone(active) ? null : active,
            }
          : {},
      ),
  };
}
export type TabsStore = ReturnType<typeof createTabsStore>;
