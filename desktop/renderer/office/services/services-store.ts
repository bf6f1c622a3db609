import { createStore } from 'zustand/vanilla';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { ServiceFilter, ServiceItem } from '#shared/contract/service-list.ts';
import type { AskOffice } from '../ask.ts';

export type ServicesState = {
  /** What the items below fit; null: nothing was asked yet. */
  filter: ServiceFilter | null;
  items: readonly ServiceItem[];
  nextCursor: string | null;
  /** How many there are; null: nobody said it yet. */
  count: number | null;
  /** `anew`: the first page is on its way; `further`: another one. */
  busy: 'anew' | 'further' | null;
  /** Why the last asking came to nothing. */
  trouble: ConsoleRefusal | null;
};

export const pageSize = 100;
const nothing: ServicesState = {
  ...{ filter: null, items: [], nextCursor: null, count: null, busy: null, trouble: null },
};

const same = (a: ServiceFilter | null, b: ServiceFilter): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** The list of services page by page, with its count. An answer that came too late is let go. */
export function createServicesStore(ask: AskOffice) {
  const store = createStore<ServicesState>(() => nothing);
  let round = 0;

  /** What is there stays until the answer, unless it would be read as one to another question. */
  async function look(filter: ServiceFilter): Promise<void> {
    round += 1;
    const mine = round;
    store.setState({ busy: 'anew' });
    void ask('GET /services/count', { query: filter }).then((answer) => {
      if (mine === round) store.setState({ count: answer.ok ? answer.value.count : null });
    });
    const page = await ask('GET /services', { query: { ...filter, limit: pageSize } });
    if (mine !== round) return;
    if (page.ok) return store.setState({ filter, ...page.value, busy: null, trouble: null });
    const stays = same(store.getState().filter, filter);
    store.setState({
      ...(!stays && { filter: null, items: [], nextCursor: null }),
      ...{ busy: null, trouble: page },
    });
  }

  async function further(): Promise<void> {
    const { filter, nextCursor, busy } = store.getState();
    if (!filter || nextCursor === null || busy !== null) return;
    const mine = round;
    store.setState({ busy: 'further', trouble: null });
    const page = await ask('GET /services', {
      query: { ...filter, limit: pageSize, cursor: nextCursor },
    });
    if (mine !== round) return;
    if (!page.ok) return store.setState({ busy: null, trouble: page });
    // One whose moment changed meanwhile may come a second time.
    const there = new Set(store.getState().items.map(({ id }) => id));
    const items = [
      ...store.getState().items,
      ...page.value.items.filter(({ id }) => !there.has(id)),
    ];
    store.setState({ items, nextCursor: page.value.nextCursor, busy: null });
  }
  return { ...store, look, further };
}
export type ServicesStore = ReturnType<typeof createServicesStore>;
