import { createStore } from 'zustand/vanilla';
import type { ConversationSummary, Desk } from '#shared/contract/bridge.ts';
import { longestText } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';

/** How far, in ms, the kept draft may be behind what is typed. */
export const draftPause = 250;

type Draft = {
  text: string;
  /** As the core has it; null: not known, a call failed. */
  kept: string | null;
  /** Calls on their way: until they are answered, what the core says may be older than this. */
  saving: number;
};

/**
 * What is being written, per conversation. What a person typed is never replaced by what arrives:
 * a draft from the core is taken only where nothing here is newer.
 */
export function createDraftsStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<{ drafts: ReadonlyMap<Id, Draft> }>(() => ({ drafts: new Map() }));
  const timers = new Map<Id, ReturnType<typeof setTimeout>>();
  const get = (id: Id) => store.getState().drafts.get(id);
  const change = (id: Id, part: Partial<Draft>) =>
    store.setState(({ drafts }) => {
      const draft = drafts.get(id) ?? { text: '', kept: '', saving: 0 };
      return { drafts: new Map(drafts).set(id, { ...draft, ...part }) };
    });

  async function keep(id: Id): Promise<void> {
    clearTimeout(timers.get(id));
    timers.delete(id);
    const draft = get(id);
    if (!draft || draft.text === draft.kept || draft.text.length > longestText) return;
    const { text } = draft;
    change(id, { kept: text, saving: draft.saving + 1 });
    const answer = await desk.call('saveDraft', { conversationId: id, text }).catch(() => null);
    const now = get(id);
    if (!now) return;
    // Not kept: the next pause tries again, unless something newer was kept meanwhile.
    const kept = answer?.ok || now.kept !== text ? now.kept : null;
    change(id, { saving: now.saving - 1, kept });
  }

  return {
    ...store,
    write(id: Id, text: string): void {
      change(id, { text });
      // Not put off by the next key: who types without a pause is never more than this behind.
      if (timers.has(id)) return;
      timers.set(
        id,
        setTimeout(() => void keep(id), draftPause),
      );
    },
    keep,
    keepAll: () => Promise.all([...store.getState().drafts.keys()].map(keep)),
    /** Takes the text out to be sent: gives it back unless what is done with it succeeds. */
    async take(id: Id, use: (text: string) => Promise<boolean>): Promise<boolean> {
      const draft = get(id);
      if (!draft) return false;
      clearTimeout(timers.get(id));
      timers.delete(id);
      change(id, { text: '', saving: draft.saving + 1 });
      const done = await use(draft.text).catch(() => false);
      const now = get(id) ?? { text: '', kept: '', saving: 1 };
      const text = done ? now.text : draft.text + (now.text === '' ? '' : `\n${now.text}`);
      // The core took the draft out with what was sent, where it is the beginning of that. To say so
      // again would take away what it puts back when the server refuses at once.
      const spent = draft.kept !== null && draft.text.trim().startsWith(draft.kept.trim());
      const kept = done && spent ? '' : done ? null : draft.text;
      change(id, { saving: now.saving - 1, text, kept });
      await keep(id);
      return done;
    },
    /** What the core has, from the list. */
    receive(summaries: readonly ConversationSummary[]): void {
      for (const { conversation, draft } of summaries) {
        const here = get(conversation.id);
        if (!here) continue;
        if (here.saving > 0 || here.text !== here.kept || here.text === draft) continue;
        change(conversation.id, { text: draft, kept: draft });
      }
    },
    /** A conversation comes to the front: begins from what the core has. */
    open(id: Id, draft: string): void {
      if (!get(id)) change(id, { text: draft, kept: draft });
    },
    reset(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      store.setState({ drafts: new Map() });
    },
  };
}
export type DraftsStore = ReturnType<typeof createDraftsStore>;
