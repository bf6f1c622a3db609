import { createStore } from 'zustand/vanilla';
import type { BridgeSignals, Desk, Past, ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';

type Pasts = ReadonlyMap<Id, Past>;

const hasFileOrLink = ({ attachment, text, deletedAt }: ShownMessage): boolean =>
  !deletedAt && (attachment !== undefined || /https?:\/\//i.test(text ?? ''));

/** With rows that came since; newest first. */
export function withRows(
  past: Past,
  { messages, services, removed }: BridgeSignals['messages'],
): Past {
  const gone = new Set([...removed, ...messages.map(({ id }) => id)]);
  const come = messages.filter(hasFileOrLink);
  const place = ({ position }: ShownMessage) => position ?? Number.POSITIVE_INFINITY;
  const known = new Map(past.services.map((service) => [service.id, service]));
  for (const service of services) known.set(service.id, service);
  return {
    ...past,
    messages: [...come, ...past.messages.filter(({ id }) => !gone.has(id))].sort(
      (a, b) => place(b) - place(a),
    ),
    services: [...known.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)),
  };
}

/** What lies behind the conversations whose panel was looked at. */
export function createPastStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<{ pasts: Pasts }>(() => ({ pasts: new Map() }));
  return {
    ...store,
    async load(conversationId: Id): Promise<void> {
      const answer = await desk.call('past', { conversationId }).catch(() => null);
      if (!answer?.ok) return;
      store.setState(({ pasts }) => ({ pasts: new Map(pasts).set(conversationId, answer.value) }));
    },
    receive(told: BridgeSignals['messages']): void {
      const { pasts } = store.getState();
      const next = new Map(pasts);
      for (const [id, past] of pasts) {
        const here = <T extends { conversationId: Id }>(rows: readonly T[]) =>
          rows.filter((row) => row.conversationId === id);
        const [messages, services] = [here(told.messages), here(told.services)];
        if (messages.length + services.length + told.removed.length === 0) continue;
        next.set(id, withRows(past, { messages, services, removed: told.removed }));
      }
      store.setState({ pasts: next });
    },
    reset: () => store.setState({ pasts: new Map() }),
  };
}
export type PastStore = ReturnType<typeof createPastStore>;
