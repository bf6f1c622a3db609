/** What is done to several conversations at once, and taken back as one. */
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { ToldStore } from './told.ts';

type Deps = {
  perform(intent: Intent): Promise<boolean>;
  entry(id: Id): ConversationSummary | undefined;
  told: ToldStore;
};

export function createSeveralActions({ perform, entry, told }: Deps) {
  return {
    /** Off or on the contacts; those that are so already are left alone, by the undoing too. */
    async tagAll(ids: readonly Id[], tagId: Id, on: boolean): Promise<void> {
      const undo: Intent[] = [];
      for (const conversationId of ids) {
        const contact = entry(conversationId)?.contact;
        if (!contact || (contact.tags ?? []).includes(tagId) === on) continue;
        const intent = { type: 'tagContact', conversationId, tagId } as const;
        if (await perform({ ...intent, on })) undo.push({ ...intent, on: !on });
      }
      if (undo.length > 0) told.add({ type: 'tagged', tagId, on, undo });
    },
    async undoAll(intents: readonly Intent[]): Promise<void> {
      for (const intent of intents) await perform(intent);
    },
  };
}
