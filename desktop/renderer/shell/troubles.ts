import { createStore } from 'zustand/vanilla';
import type { CommandType } from '#shared/contract/command.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type Trouble = {
  id: number;
  type: CommandType;
  refusal: Pick<ConsoleRefusal, 'code' | 'holder'>;
  contactName: string;
  conversationId: Id;
  /** What was written and is kept nowhere else. */
  note?: string | undefined;
};

/** Refusals to tell, until a component that has the words has told them. */
export function createTroubles() {
  const store = createStore<{ troubles: readonly Trouble[]; next: number }>(() => ({
    troubles: [],
    next: 1,
  }));
  return {
    ...store,
    add: (trouble: Omit<Trouble, 'id'>) =>
      store.setState(({ troubles, next }) => ({
        troubles: [...troubles, { ...trouble, id: next }],
        next: next + 1,
      })),
    told: (id: number) =>
      store.setState(({ troubles }) => ({ troubles: troubles.filter((one) => one.id !== id) })),
  };
}
export type Troubles = ReturnType<typeof createTroubles>;
