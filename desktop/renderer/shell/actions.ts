import { v7 } from 'uuid';
import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { DraftsStore } from '../composer/store.ts';
import { nameOf } from '../format/names.ts';
import type { ListStore } from '../list/store.ts';
import type { Troubles } from './troubles.ts';

type Deps = { desk: Pick<Desk, 'call'>; list: ListStore; drafts: DraftsStore; troubles: Troubles };

/** What an attendant does. Each is true once the core has accepted it; a refusal is told. */
export function createActions({ desk, list, drafts, troubles }: Deps) {
  const entry = (id: Id) => list.getState().entries.get(id);
  /** Up to where a conversation was already said to be read. */
  const read = new Map<Id, number>();
  /** The message written here last: its list goes to its end, wherever the reader was. */
  const written = createStore<{ messageId: Id | null }>(() => ({ messageId: null }));

  async function perform(intent: Intent): Promise<boolean> {
    const answer = await desk
      .call('perform', { intent })
      .catch(() => ({ ok: false, code: 'app-trouble' }) as const);
    if (answer.ok) return true;
    const contact = entry(intent.conversationId)?.contact;
    troubles.add({
      type: intent.type,
      refusal: answer,
      contactName: contact ? nameOf(contact) : '',
      conversationId: intent.conversationId,
    });
    return false;
  }

  async function start(conversationId: Id): Promise<boolean> {
    const service = entry(conversationId)?.service;
    if (service?.state !== 'waiting') return false;
    return perform({ type: 'startService', conversationId, serviceId: service.id });
  }

  return {
    written,
    start,
    async finish(conversationId: Id): Promise<boolean> {
      const service = entry(conversationId)?.service;
      if (service?.state !== 'open') return false;
      return perform({ type: 'finishService', conversationId, serviceId: service.id });
    },
    async transfer(conversationId: Id, attendantId: Id): Promise<boolean> {
      const service = entry(conversationId)?.service;
      if (service?.state !== 'open') return false;
      return perform({
        type: 'transferService',
        conversationId,
        serviceId: service.id,
        attendantId,
      });
    },
    /** Sends what is written; begins with the service where it still waits. */
    send: (conversationId: Id): Promise<boolean> =>
      drafts.take(conversationId, async (text) => {
        const waits = entry(conversationId)?.service?.state === 'waiting';
        if (waits && !(await start(conversationId))) return false;
        const messageId = v7();
        written.setState({ messageId });
        return perform({ type: 'sendMessage', conversationId, messageId, kind: 'text', text });
      }),
    /** Everything there is was seen. Says it once per position. */
    async markRead(conversationId: Id): Promise<void> {
      const shown = entry(conversationId);
      const position = shown?.conversation.lastPosition ?? 0;
      if (!shown || shown.unread === 0 || (read.get(conversationId) ?? 0) >= position) return;
      read.set(conversationId, position);
      await perform({ type: 'markRead', conversationId, position });
    },
    openLink: (url: string) => void desk.call('openLink', { url }),
    reconnect: () => void desk.call('reconnect', {}),
    inFront: (conversationId: Id | null) => void desk.call('inFront', { conversationId }),
  };
}
export type Actions = ReturnType<typeof createActions>;
