import { createStore } from 'zustand/vanilla';
import type { BridgeSignals, Desk } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type Transfer = Omit<BridgeSignals['attachments'][number], 'id'>;

/** Where the bytes of an attachment are, on the page's own origin in both hosts. */
export const addressOf = (id: Id, download = false): string =>
  `attachments/${id}${download ? '?as=download' : ''}`;

/** How far files are on their way up or down. What has arrived is forgotten: the message says so. */
export function createAttachmentsStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<{ transfers: ReadonlyMap<Id, Transfer> }>(() => ({
    transfers: new Map(),
  }));
  const put = (id: Id, transfer: Transfer) =>
    store.setState(({ transfers }) => ({ transfers: new Map(transfers).set(id, transfer) }));
  return {
    ...store,
    receive(transfers: BridgeSignals['attachments']): void {
      const next = new Map(store.getState().transfers);
      for (const { id, ...transfer } of transfers) {
        if (transfer.phase === 'here') next.delete(id);
        else next.set(id, transfer);
      }
      store.setState({ transfers: next });
    },
    /** Asks for a copy on this machine; says at once what is known. */
    async fetch(id: Id): Promise<void> {
      put(id, { phase: 'downloading', done: 0, total: null });
      const answer = await desk.call('fetchAttachment', { attachmentId: id }).catch(() => null);
      const state = answer?.ok ? answer.value.state : 'failed';
      // A signal that came meanwhile knows more than "it is on its way".
      if (state === 'fetching') return;
      if (state !== 'here') return put(id, { phase: state, done: 0, total: null });
      const transfers = new Map(store.getState().transfers);
      transfers.delete(id);
      store.setState({ transfers });
    },
    /** What the page itself found: its copy cannot be read. */
    broke: (id: Id) => put(id, { phase: 'failed', done: 0, total: null }),
    reset: () => store.setState({ transfers: new Map() }),
  };
}
export type AttachmentsStore = ReturnType<typeof createAttachmentsStore>;
