import { createStore } from 'zustand/vanilla';
import type { AuditEntry, AuditFilter } from '#shared/contract/audit.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { AskOffice } from '../ask.ts';

export type AuditState = {
  /** What the entries below fit; null: nothing was asked yet. */
  filter: AuditFilter | null;
  items: readonly AuditEntry[];
  nextCursor: string | null;
  busy: 'anew' | 'further' | null;
  trouble: ConsoleRefusal | null;
};
const nothing: AuditState = {
  ...{ filter: null, items: [], nextCursor: null, busy: null, trouble: null },
};
const limit = 50;

/** The audit page by page, the newest first. An answer that came too late is let go. */
export function createAuditStore(ask: AskOffice) {
  const store = createStore<AuditState>(() => nothing);
  let round = 0;

  async function look(filter: AuditFilter): Promise<void> {
    round += 1;
    const mine = round;
    store.setState({ busy: 'anew' });
    const page = await ask('GET /audit', { query: { ...filter, limit } });
    if (mine !== round) return;
    if (page.ok) return store.setState({ filter, ...page.value, busy: null, trouble: null });
    // Entries of another question beside a refusal of this one would be read as its answer.
    const stays = JSON.stringify(store.getState().filter) === JSON.stringify(filter);
    store.setState({
      ...(!stays && { filter: null, items: [], nextCursor: null }),
      ...{ busy: null, trouble: page },
    });
  }

  async function further(): Promise<void> {
    const { filter, items, nextCursor, busy } = store.getState();
    if (!filter || nextCursor === null || busy !== null) return;
    const mine = round;
    store.setState({ busy: 'further', trouble: null });
    const page = await ask('GET /audit', { query: { ...filter, limit, cursor: nextCursor } });
    if (mine !== round) return;
    if (!page.ok) return store.setState({ busy: null, trouble: page });
    const { items: more, nextCursor: next } = page.value;
    store.setState({ items: [...items, ...more], nextCursor: next, busy: null });
  }
  return { ...store, look, further };
}
export type AuditStore = ReturnType<typeof createAuditStore>;
