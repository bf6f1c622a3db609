import { v7 as newId } from 'uuid';
import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Saved, Saving } from '#shared/contract/saving.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type ShownSaving = Saving & {
  what: Saved;
  /** Why it did not begin. */
  refusal: ConsoleRefusal | null;
};

const isOver = ({ phase }: Saving): boolean => phase === 'done' || phase === 'stopped';

/** Files on their way to where this person wants them. `take`: how a browser takes one by its link. */
export function createSavingsStore(
  desk: Pick<Desk, 'call'>,
  host: () => 'electron' | 'browser' | undefined,
  take: (address: string, name: string) => void,
) {
  const store = createStore<{ savings: ReadonlyMap<Id, ShownSaving> }>(() => ({
    savings: new Map(),
  }));
  const put = (saving: ShownSaving) =>
    store.setState(({ savings }) => ({ savings: new Map(savings).set(saving.id, saving) }));
  const forget = (id: Id) =>
    store.setState(({ savings }) => ({
      savings: new Map([...savings].filter(([key]) => key !== id)),
    }));

  return {
    ...store,
    forget,
    async begin(what: Saved, name: string): Promise<void> {
      const id = newId();
      for (const one of store.getState().savings.values()) if (isOver(one)) forget(one.id);
      const fresh: ShownSaving = {
        ...{ id, name, what, phase: 'offered', bytes: 0, rows: null, total: null },
        ...{ trouble: null, refusal: null },
      };
      // Signals of it may come before the answer does.
      put(fresh);
      const answer = await desk
        .call('beginSaving', { savingId: id, name, what })
        .catch((): ConsoleRefusal => ({ ok: false, code: 'app-trouble', detail: '' }));
      if (!answer.ok) return put({ ...fresh, phase: 'failed', refusal: answer });
      if (!answer.value.begun) return forget(id);
      if (host() === 'browser') take(`savings/${id}`, name);
    },
    stop: (id: Id) => void desk.call('stopSaving', { savingId: id }).catch(() => null),
    /** Those of another window of this console are told there. */
    receive(told: readonly Saving[]): void {
      for (const saving of told) {
        const known = store.getState().savings.get(saving.id);
        if (known) put({ ...known, ...saving });
      }
    },
    reset: () => store.setState({ savings: new Map() }),
  };
}
export type SavingsStore = ReturnType<typeof createSavingsStore>;
