import { createStore } from 'zustand/vanilla';
import type { Presence } from '#shared/contract/presence.ts';
import type { Id } from '#shared/contract/scalars.ts';

/** A colleague at a conversation. */
export type Present = { userId: Id; typing: boolean };
type ByConversation = ReadonlyMap<Id, readonly Present[]>;

const same = (a: readonly Present[] | undefined, b: readonly Present[]): boolean =>
  a !== undefined &&
  a.length === b.length &&
  a.every((one, at) => one.userId === b[at]?.userId && one.typing === b[at]?.typing);

/** Who else is where, by conversation. What did not change stays the same array. */
export function createPresenceStore() {
  const nobody = { at: new Map(), contacts: new Set<Id>() };
  const store = createStore<{
    at: ByConversation;
    /** Conversations whose contact types. */
    contacts: ReadonlySet<Id>;
  }>(() => nobody);
  return {
    ...store,
    take(consoles: readonly Presence[], me: Id | null): void {
      const before = store.getState().at;
      const found = new Map<Id, Map<Id, Present>>();
      const contacts = new Set<Id>();
      for (const { userId, conversationId, typing } of consoles) {
        if (conversationId === null || userId === me) continue;
        if (userId === null) {
          contacts.add(conversationId);
          continue;
        }
        const there = found.get(conversationId) ?? new Map<Id, Present>();
        // Somebody with two consoles is one person.
        there.set(userId, { userId, typing: typing || (there.get(userId)?.typing ?? false) });
        found.set(conversationId, there);
      }
      const at = new Map<Id, readonly Present[]>();
      for (const [id, people] of found) {
        const now = [...people.values()].sort((a, b) => (a.userId < b.userId ? -1 : 1));
        const was = before.get(id);
        at.set(id, was && same(was, now) ? was : now);
      }
      store.setState({ at, contacts });
    },
    reset: () => store.setState(nobody),
  };
}
export type PresenceStore = ReturnType<typeof createPresenceStore>;
