import { v7 } from 'uuid';
import { createStore } from 'zustand/vanilla';
import type { Desk, ShownMessage } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import { typingLife } from '#shared/contract/presence.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { mentionsIn, type Named } from '#shared/rules/mentions.ts';
import type { Receiver } from '#shared/rules/transfer.ts';
import { takesCaption } from '../attachments/kinds.ts';
import type { ModesStore } from '../composer/modes.ts';
import type { NotesStore } from '../composer/notes.ts';
import type { DraftsStore } from '../composer/store.ts';
import { mayTakeBack, takeBack } from '../composer/take-back.ts';
import type { TrayStore } from '../composer/tray.ts';
import { nameOf } from '../format/names.ts';
import type { ListStore } from '../list/store.ts';
import { createContactActions } from './contact-actions.ts';
import { createSeveralActions } from './several-actions.ts';
import type { ToldStore } from './told.ts';
import type { Troubles } from './troubles.ts';

type Deps = {
  desk: Pick<Desk, 'call'>;
  list: ListStore;
  drafts: DraftsStore;
  modes: ModesStore;
  tray: TrayStore;
  troubles: Troubles;
  told: ToldStore;
  notes: NotesStore;
  /** What is loaded of a conversation, in order. */
  thread: (id: Id) => readonly ShownMessage[];
  offline: () => boolean;
  /** Who may be named in a note. */
  people: () => Named[];
};
/** Typing is said so often (ms): well within what it is believed for. */
const typingPause = typingLife / 2;
type SendMessage = Extract<Intent, { type: 'sendMessage' }>;

/** What an attendant does. Each is true once the core has accepted it; a refusal is told. */
export function createActions({
  desk,
  list,
  drafts,
  modes,
  tray,
  troubles,
  told,
  notes,
  people,
  thread,
  offline,
}: Deps) {
  const find = (id: Id, messageId: Id) => thread(id).find((one) => one.id === messageId);
  const entry = (id: Id) => list.getState().entries.get(id);
  /** Up to where a conversation was already said to be read. */
  const read = new Map<Id, number>();
  let typed: { id: Id; at: number } = { id: '', at: 0 };
  /** The message written here last: its list goes to its end, wherever the reader was. */
  const written = createStore<{ messageId: Id | null }>(() => ({ messageId: null }));

  /** The command that it became; null: refused, and told. */
  async function give(intent: Intent, hold?: number): Promise<Id | null> {
    const answer = await desk
      .call('perform', { intent, ...(hold !== undefined && { hold }) })
      .catch(() => ({ ok: false, code: 'app-trouble' }) as const);
    if (answer.ok) return answer.value.commandId;
    const contact = entry(intent.conversationId)?.contact;
    troubles.add({
      type: intent.type,
      refusal: answer,
      contactName: contact ? nameOf(contact) : '',
      conversationId: intent.conversationId,
    });
    return null;
  }
  const perform = async (intent: Intent): Promise<boolean> => (await give(intent)) !== null;

  async function start(conversationId: Id): Promise<boolean> {
    const service = entry(conversationId)?.service;
    if (service?.state !== 'waiting') return false;
    return perform({ type: 'startService', conversationId, serviceId: service.id });
  }

  /** Sends one message, as an answer where one was begun. */
  async function say(
    conversationId: Id,
    what: Omit<SendMessage, 'type' | 'conversationId' | 'messageId' | 'quotedId'>,
  ): Promise<boolean> {
    const waits = entry(conversationId)?.service?.state === 'waiting';
    if (waits && !(await start(conversationId))) return false;
    const messageId = v7();
    // What is passed on answers to nothing, whatever is being answered there.
    const answers = what.forwarded ? null : modes.takeReply(conversationId);
    written.setState({ messageId });
    const done = await perform({
      type: 'sendMessage',
      conversationId,
      messageId,
      ...what,
      ...(answers?.quotedId !== undefined && { quotedId: answers.quotedId }),
    });
    if (!done) answers?.giveBack();
    return done;
  }
  /** The words of the first file are the draft: a file that became the first brings its own there. */
  function settleCaption(conversationId: Id): void {
    const [first] = tray.items(conversationId);
    if (!first || first.caption === '') return;
    const draft = drafts.getState().drafts.get(conversationId)?.text ?? '';
    drafts.write(
      conversationId,
      draft.trim() === '' ? first.caption : `${draft}\n${first.caption}`,
    );
    tray.write(conversationId, first.key, '');
  }
  return {
    ...createContactActions({ perform, entry, told }),
    ...createSeveralActions({ desk, give, entry, told }),
    written,
    start,
    async finish(conversationId: Id): Promise<boolean> {
      const service = entry(conversationId)?.service;
      if (service?.state !== 'open') return false;
      return perform({ type: 'finishService', conversationId, serviceId: service.id });
    },
    /** To a colleague or a team; a note without words is none. */
    async transfer(conversationId: Id, to: Receiver, note: string): Promise<boolean> {
      const service = entry(conversationId)?.service;
      if (service?.state !== 'open' && service?.state !== 'waiting') return false;
      return perform({
        type: 'transferService',
        conversationId,
        serviceId: service.id,
        ...to,
        ...(note.trim() !== '' && { note: { messageId: v7(), text: note.trim() } }),
      });
    },
    /** A key was pressed in what is written to the contact. Said once in a while. */
    typing(conversationId: Id): void {
      const now = Date.now();
      if (typed.id === conversationId && now - typed.at < typingPause) return;
      typed = { id: conversationId, at: now };
      void desk.call('typing', { conversationId }).catch(() => null);
    },
    /** Sends what is written and what was chosen; begins with the service where it still waits. */
    async send(conversationId: Id): Promise<boolean> {
      const { modes: all } = modes.getState();
      const mode = all.get(conversationId);
      if (mode?.type === 'edit') {
        modes.end(conversationId);
        if (mode.text.trim() === (mode.message.text ?? '').trim()) return true;
        const done = await perform({
          type: 'editMessage',
          conversationId,
          messageId: mode.message.id,
          text: mode.text,
        });
        if (!done && !modes.getState().modes.has(conversationId)) {
          modes.edit(mode.message);
          modes.write(conversationId, mode.text);
        }
        return done;
      }
      const items = tray.items(conversationId);
      if (items.length === 0) {
        return drafts.take(conversationId, (text) => say(conversationId, { kind: 'text', text }));
      }
      // The draft is the caption of the first that can have one, else a message after them.
      const captioned = items[0] && takesCaption(items[0].kind) ? items[0].key : null;
      for (const { key, caption } of items) {
        const send = (text: string) =>
          tray.send(conversationId, key, (kind, attachmentId) =>
            say(conversationId, {
              kind,
              attachmentId,
              // By its content it may have turned out to be of a kind that carries no words.
              ...(text.trim() !== '' && takesCaption(kind) && { text }),
            }),
          );
        const done =
          key === captioned ? await drafts.take(conversationId, send) : await send(caption);
        // What comes after one that did not go waits with it: their order is meant.
        if (!done) {
          settleCaption(conversationId);
          return false;
        }
      }
      const rest = drafts.getState().drafts.get(conversationId)?.text ?? '';
      if (captioned !== null || rest.trim() === '') return true;
      return drafts.take(conversationId, (text) => say(conversationId, { kind: 'text', text }));
    },
    /** Takes one file out again; the words of the next are not lost with it. */
    removeFile(conversationId: Id, key: string): void {
      tray.remove(conversationId, key);
      settleCaption(conversationId);
    },
    /** Keeps the note that is being written, or the edit of one. */
    async saveNote(conversationId: Id): Promise<boolean> {
      const { note, giveBack } = notes.take(conversationId);
      const text = note.text.trim();
      const { editing } = note;
      const mentions = mentionsIn(text, people(), new Set(note.picked));
      const said = { conversationId, text, ...(mentions.length > 0 && { mentions }) };
      if (editing && text === editing.text) return true;
      const messageId = editing?.id ?? v7();
      if (!editing) written.setState({ messageId });
      const done = await perform(
        editing
          ? { type: 'editMessage', messageId, ...said }
          : { type: 'addNote', messageId, ...said },
      );
      if (!done) giveBack();
      return done;
    },
    /** Answers buttons or a list of the contact's with one of its options. */
    async choose(message: ShownMessage, choice: { id: string; title: string }): Promise<boolean> {
      const { conversationId, id: quotedId } = message;
      const waits = entry(conversationId)?.service?.state === 'waiting';
      if (waits && !(await start(conversationId))) return false;
      const messageId = v7();
      written.setState({ messageId });
      const { id, title } = choice;
      return perform({
        ...{ type: 'sendMessage', conversationId, messageId, quotedId },
        ...{ kind: 'choice', content: { choice: { id, title } } },
      });
    },
    /** Sends what is already with the core: a voice note. */
    say,
    react: (message: ShownMessage, emoji: string) =>
      perform({
        type: 'reactToMessage',
        conversationId: message.conversationId,
        messageId: message.id,
        emoji,
      }),
    remove: (message: ShownMessage) =>
      perform({
        type: 'deleteMessage',
        conversationId: message.conversationId,
        messageId: message.id,
      }),
    retry: (message: ShownMessage) =>
      perform({
        type: 'retryMessage',
        conversationId: message.conversationId,
        messageId: message.id,
      }),
    /** Takes a message that has not gone back into the composer. */
    takeBack: (message: ShownMessage) => takeBack(message, { desk, drafts, modes, tray, find }),
    /** The same with the last one, where there is one that can be. */
    async takeLastBack(conversationId: Id): Promise<boolean> {
      const last = thread(conversationId).findLast((one) => mayTakeBack(one, offline()));
      return last ? takeBack(last, { desk, drafts, modes, tray, find }) : false;
    },
    sendHeld: (conversationId: Id | null) =>
      void desk.call('sendHeld', { conversationId }).catch(() => null),
    /** Takes back what waits here. False where it has gone already. */
    async cancel(messageId: Id): Promise<boolean> {
      const answer = await desk.call('cancelMessage', { messageId }).catch(() => null);
      return answer?.ok ?? false;
    },
    /** The same again, to another conversation; its files are not uploaded anew. */
    forward(message: ShownMessage, to: Id): Promise<boolean> {
      const { kind, text, attachment, content } = message;
      return say(to, {
        kind: kind as SendMessage['kind'],
        ...(text !== null && { text }),
        ...(attachment && { attachmentId: attachment.id }),
        ...(content?.location && { content: { location: content.location } }),
        ...(content?.cards && { content: { cards: content.cards } }),
        forwarded: true,
      });
    },
    perform,
    save: (attachmentId: Id) => void desk.call('saveAttachment', { attachmentId }),
    /** Everything there is was seen. Says it once per position. */
    async markRead(conversationId: Id): Promise<void> {
      const shown = entry(conversationId);
      const position = shown?.conversation.lastPosition ?? 0;
      const news = shown?.unread !== 0 || shown.mentioned;
      if (!shown || !news || (read.get(conversationId) ?? 0) >= position) return;
      read.set(conversationId, position);
      await perform({ type: 'markRead', conversationId, position });
    },
    openLink: (url: string) => void desk.call('openLink', { url }),
    reconnect: () => void desk.call('reconnect', {}),
    inFront: (conversationId: Id | null) => void desk.call('inFront', { conversationId }),
  };
}
export type Actions = ReturnType<typeof createActions>;
