/** What is done to several conversations at once, and taken back as one. */
import type { ConversationSummary, Desk } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { ToldStore } from './told.ts';

type Deps = {
  desk: Pick<Desk, 'call'>;
  /** The command that it became; null: refused. */
  give(intent: Intent, hold?: number): Promise<Id | null>;
  entry(id: Id): ConversationSummary | undefined;
  told: ToldStore;
};

/** A service that is finished on the server stays so: seconds for which it is held here before. */
const finishHold = 10;

export function createSeveralActions({ desk, give, entry, told }: Deps) {
  return {
    /** Off or on the contacts; those that are so already are left alone, by the undoing too. */
    async tagAll(ids: readonly Id[], tagId: Id, on: boolean): Promise<void> {
      const undo: Intent[] = [];
      for (const conversationId of ids) {
        const contact = entry(conversationId)?.contact;
        if (!contact || (contact.tags ?? []).includes(tagId) === on) continue;
        const intent = { type: 'tagContact', conversationId, tagId } as const;
        if ((await give({ ...intent, on })) !== null) undo.push({ ...intent, on: !on });
      }
      if (undo.length > 0) told.add({ type: 'tagged', tagId, on, undo });
    },
    async undoAll(intents: readonly Intent[]): Promise<void> {
      for (const intent of intents) await give(intent);
    },
    /** Those that are on their way to it. */
    async finishAll(ids: readonly Id[]): Promise<ReadonlySet<Id>> {
      const done = new Set<Id>();
      const commandIds: Id[] = [];
      for (const conversationId of ids) {
        const service = entry(conversationId)?.service;
        if (service?.state !== 'open') continue;
        const intent = { type: 'finishService', conversationId, serviceId: service.id } as const;
        const commandId = await give(intent, finishHold);
        if (commandId === null) continue;
        done.add(conversationId);
        commandIds.push(commandId);
      }
      if (done.size > 0) told.add({ type: 'finished', commandIds });
      return done;
    },
    /** What the server has heard of meanwhile stays finished, and is told. */
    async unfinish(commandIds: readonly Id[]): Promise<void> {
      let late = 0;
      for (const commandId of commandIds) {
        const answer = await desk.call('takeBack', { commandId }).catch(() => null);
        if (!answer?.ok) late += 1;
      }
      if (late > 0) told.add({ type: 'late', count: late });
    },
  };
}
