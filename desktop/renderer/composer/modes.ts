import { createStore } from 'zustand/vanilla';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { isCallItself } from '#shared/rules/call.ts';

/** What the next message of a conversation is beside its text: an answer to one, or one written anew. */
export type Mode =
  | { type: 'reply'; message: ShownMessage }
  | { type: 'edit'; message: ShownMessage; text: string };

/** How long WhatsApp takes another text for a message, and its deletion for everyone; ms. */
const editable = 15 * 60_000;
const deletable = 60 * 60 * 60_000;

const ours = (message: ShownMessage): boolean =>
  message.direction === 'out' &&
  message.kind !== 'note' &&
  message.deletedAt === undefined &&
  !isCallItself(message.content?.call);

/** A text of ours that WhatsApp has, young enough to be written anew. */
export const mayEdit = (message: ShownMessage, me: Id, now: number): boolean =>
  isOwnNote(message, me) || mayEditSent(message, me, now);

/** A note is its author's own, whenever it was written and whoever has the service. */
export const isOwnNote = (message: ShownMessage, me: Id): boolean =>
  message.kind === 'note' && message.authorId === me && message.deletedAt === undefined;

const mayEditSent = (message: ShownMessage, me: Id, now: number): boolean =>
  ours(message) &&
  message.authorId === me &&
  message.kind === 'text' &&
  message.content?.template === undefined &&
  message.failure === null &&
  message.status !== 'waiting' &&
  now - Date.parse(message.sentAt) < editable;

export const mayDelete = (message: ShownMessage, now: number): boolean =>
  ours(message) && message.status !== 'waiting' && now - Date.parse(message.sentAt) < deletable;

export const mayAnswer = (message: ShownMessage): boolean =>
  message.position !== null &&
  message.deletedAt === undefined &&
  message.kind !== 'note' &&
  !isCallItself(message.content?.call);

/** What WhatsApp can carry on as it is. */
export const mayForward = (message: ShownMessage): boolean =>
  message.deletedAt === undefined &&
  (message.kind === 'text' ||
    message.kind === 'location' ||
    message.kind === 'cards' ||
    message.attachment?.state === 'here');

export function createModesStore() {
  const store = createStore<{ modes: ReadonlyMap<Id, Mode> }>(() => ({ modes: new Map() }));
  const change = (id: Id, mode: Mode | null) =>
    store.setState(({ modes }) => {
      const next = new Map(modes);
      if (mode) next.set(id, mode);
      else next.delete(id);
      return { modes: next };
    });
  return {
    ...store,
    reply: (message: ShownMessage) => change(message.conversationId, { type: 'reply', message }),
    edit: (message: ShownMessage) =>
      change(message.conversationId, { type: 'edit', message, text: message.text ?? '' }),
    write(id: Id, text: string): void {
      const mode = store.getState().modes.get(id);
      if (mode?.type === 'edit') change(id, { ...mode, text });
    },
    end: (id: Id) => change(id, null),
    /** Takes what the next message answers to; `giveBack` where it did not go. */
    takeReply(id: Id): { quotedId: Id | undefined; giveBack: () => void } {
      const mode = store.getState().modes.get(id);
      if (mode?.type !== 'reply') return { quotedId: undefined, giveBack: () => {} };
      change(id, null);
      return {
        quotedId: mode.message.id,
        giveBack: () => {
          if (!store.getState().modes.has(id)) change(id, mode);
        },
      };
    },
    reset: () => store.setState({ modes: new Map() }),
  };
}
export type ModesStore = ReturnType<typeof createModesStore>;
