import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type {
  CannedReply,
  CannedReplyPatch,
  NewCannedReply,
} from '#shared/contract/canned-reply.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type CannedState = {
  replies: readonly CannedReply[];
  /** The dialog is open, with this text to begin a new one; null: it is not. */
  managing: { text: string } | null;
  busy: boolean;
  trouble: Pick<ConsoleRefusal, 'code' | 'holder'> | null;
};
const nothing: CannedState = { replies: [], managing: null, busy: false, trouble: null };

/** Canned replies as the core has them, and what is asked about them. */
export function createCannedStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<CannedState>(() => nothing);
  const trouble = { ok: false, code: 'app-trouble' } as const;
  async function ask<T>(call: () => Promise<{ ok: true; value: T } | ConsoleRefusal>) {
    store.setState({ busy: true, trouble: null });
    const answer = await call().catch(() => trouble);
    store.setState({ busy: false, ...(!answer.ok && { trouble: answer }) });
    return answer.ok ? { value: answer.value } : null;
  }
  return {
    ...store,
    take: (replies: readonly CannedReply[]) => store.setState({ replies }),
    manage: (text = '') => store.setState({ managing: { text }, trouble: null }),
    close: () => store.setState({ managing: null }),
    /** As it is now; null: refused, and told. */
    async save(
      id: Id | null,
      reply: NewCannedReply | CannedReplyPatch,
    ): Promise<CannedReply | null> {
      const saved = await ask(() => desk.call('saveCannedReply', { id, reply }));
      if (!saved) return null;
      store.setState(({ replies }) => ({
        replies: [...replies.filter((one) => one.id !== saved.value.id), saved.value].sort((a, b) =>
          a.shortcut.localeCompare(b.shortcut),
        ),
      }));
      return saved.value;
    },
    async remove(id: Id): Promise<boolean> {
      const done = await ask(() => desk.call('removeCannedReply', { id }));
      if (!done) return false;
      store.setState(({ replies }) => ({ replies: replies.filter((one) => one.id !== id) }));
      return true;
    },
    reset: () => store.setState(nothing),
  };
}
export type CannedStore = ReturnType<typeof createCannedStore>;
