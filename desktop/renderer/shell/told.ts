import { createStore } from 'zustand/vanilla';
import type { Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Overtaken } from '#shared/rules/contact-edit.ts';

type OfContact = { conversationId: Id; contactName: string };
/**
 * undo: something was done that can be taken back; overtaken: two people changed one field at once;
 * tagged: several contacts have a tag now, or no more; finished: several services are about to be;
 * late: so many of them were so already.
 */
export type Told = { id: number } & (
  | (OfContact & { type: 'undo'; field: string; undo: Intent })
  | (OfContact & { type: 'overtaken' } & Overtaken)
  | { type: 'tagged'; tagId: Id; on: boolean; undo: readonly Intent[] }
  | { type: 'finished'; commandIds: readonly Id[] }
  | { type: 'late'; count: number }
);
type New = Told extends infer T ? (T extends Told ? Omit<T, 'id'> : never) : never;

/** What is to be told of contacts, until a component that has the words has told it. */
export function createTold() {
  const store = createStore<{ all: readonly Told[]; next: number }>(() => ({ all: [], next: 1 }));
  return {
    ...store,
    add: (told: New) =>
      store.setState(({ all, next }) => ({
        all: [...all, { ...told, id: next } as Told],
        next: next + 1,
      })),
    done: (id: number) =>
      store.setState(({ all }) => ({ all: all.filter((one) => one.id !== id) })),
  };
}
export type ToldStore = ReturnType<typeof createTold>;
