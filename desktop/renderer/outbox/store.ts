import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { OutboxPlace } from '#shared/contract/outbox.ts';
import type { Id } from '#shared/contract/scalars.ts';

type State = { phase: 'loading' | 'ready' | 'failed'; place: OutboxPlace };
const empty: State = { phase: 'loading', place: { waiting: [], refused: [] } };

/** What waits and what was refused, read while somebody looks. */
export function createOutboxStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<State>(() => empty);
  let turn = 0;
  async function load(): Promise<void> {
    turn += 1;
    const mine = turn;
    const answer = await desk.call('outbox', {}).catch(() => null);
    if (mine !== turn) return;
    if (answer?.ok) store.setState({ phase: 'ready', place: answer.value });
    else store.setState({ phase: 'failed' });
  }
  return {
    ...store,
    load,
    /** False: it has gone meanwhile. */
    async takeBack(commandId: Id): Promise<boolean> {
      const answer = await desk.call('takeBack', { commandId }).catch(() => null);
      await load();
      return answer?.ok ?? false;
    },
    async forget(commandId: Id): Promise<void> {
      await desk.call('forgetRefused', { commandId }).catch(() => null);
      await load();
    },
    reset: () => store.setState(empty),
  };
}
export type OutboxStore = ReturnType<typeof createOutboxStore>;
