import { createStore } from 'zustand/vanilla';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type NoteDraft = {
  /** Written now, in place of the message. */
  open: boolean;
  text: string;
  /** Who was picked from the list: tells people of one name apart. */
  picked: readonly Id[];
  /** The note that is written anew; null: a new one. */
  editing: ShownMessage | null;
};
const blank: NoteDraft = { open: false, text: '', picked: [], editing: null };

/** Private notes being written, per conversation: apart from what goes to the contact. */
export function createNotesStore() {
  const store = createStore<{ notes: ReadonlyMap<Id, NoteDraft> }>(() => ({ notes: new Map() }));
  const of = (id: Id): NoteDraft => store.getState().notes.get(id) ?? blank;
  const put = (id: Id, part: Partial<NoteDraft>) =>
    store.setState(({ notes }) => ({ notes: new Map(notes).set(id, { ...of(id), ...part }) }));
  const close = (id: Id) => put(id, of(id).editing ? blank : { open: false });
  return {
    ...store,
    of,
    open: (id: Id) => put(id, { open: true }),
    /** What is written stays for the next time; an edit is left as it was. */
    close,
    toggle: (id: Id) => (of(id).open ? close(id) : put(id, { open: true })),
    write: (id: Id, text: string) => put(id, { text }),
    pick: (id: Id, userId: Id) => put(id, { picked: [...of(id).picked, userId] }),
    edit: (note: ShownMessage) =>
      put(note.conversationId, {
        ...{ open: true, text: note.text ?? '', editing: note },
        picked: note.content?.mentions?.map(({ userId }) => userId) ?? [],
      }),
    /** Takes it out to be kept: `giveBack` where it was not. */
    take(id: Id): { note: NoteDraft; giveBack: () => void } {
      const note = of(id);
      put(id, blank);
      return { note, giveBack: () => put(id, note) };
    },
    reset: () => store.setState({ notes: new Map() }),
  };
}
export type NotesStore = ReturnType<typeof createNotesStore>;
