/** What each call of the bridge does on an open desk. */
import { v7 as newId } from 'uuid';
import type { BridgeAnswers, BridgeCall, Question } from '#shared/contract/bridge.ts';
import type { Command, Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import { faultOf } from '#shared/rules/sendable.ts';
import { receiverOf } from '#shared/rules/transfer.ts';
import { accountCalls } from './account-calls.ts';
import { nothingTouched, type Touched } from './cache/apply.ts';
import type { OpenDesk } from './desk.ts';
import type { Host } from './host.ts';
import { locate } from './locate.ts';
import { moveCall } from './move-call.ts';
import { openConversation } from './open-conversation.ts';
import { forgetRefused, outboxPlace, takeBack } from './outbox-place.ts';
import { pastOf } from './past.ts';
import { refuse } from './refuse.ts';
import {
  copySettings,
  evaluationSetting,
  removeTag,
  saveEvaluationSetting,
  saveTag,
} from './sync/admin-rest.ts';
import { removeCannedReply, saveCannedReply } from './sync/canned-rest.ts';
import { askOffice } from './sync/office-rest.ts';
import { moveWhatsapp, removeSample, whatsappOf, whatsappSettings } from './sync/server-rest.ts';
import {
  routingOf,
  saveAvailability,
  saveCapacity,
  saveRouting,
  saveTeam,
} from './sync/team-rest.ts';
import { templatesOf } from './templates.ts';

/** Calls that need nobody to be signed in, or change who is, are the console's own. */
export type OwnCall =
  | ('open' | 'signIn' | 'signOut' | 'savePreferences' | 'saveSettings' | 'pauseNotifications')
  | ('checkForUpdate' | 'restartToUpdate' | 'left' | 'showConversation');

export type Calls<C extends BridgeCall> = {
  [name in C]: (question: Question<name>) => Promise<BridgeAnswers[name]> | BridgeAnswers[name];
};

/** @throws CallRefused unauthenticated, where nobody is signed in */
export function deskCalls(
  desk: () => OpenDesk,
  host: Host,
  watched: Set<Id>,
  typed: () => void,
): Calls<Exclude<BridgeCall, OwnCall>> {
  return {
    conversations: () => desk().shown.all(),
    messages: (question) => {
      watched.add(question.conversationId);
      return desk().pages(question);
    },
    search: (question) => desk().search.find(question),
    bringConversation({ conversationId }) {
      desk().search.bring(conversationId);
      return null;
    },
    perform: ({ intent, hold = 0 }) => perform(desk(), intent, hold),
    saveDraft({ conversationId, text }) {
      const { account, announcer } = desk();
      const { cache } = account;
      typed();
      known(desk(), conversationId);
      cache.keep(() => cache.tables.drafts.write(conversationId, text));
      announcer.changed(onlyEntry(conversationId), { now: false });
      return null;
    },
    inFront({ conversationId }) {
      desk().notices.inFront(conversationId);
      desk().account.presence.inFront(conversationId);
      return null;
    },
    typing({ conversationId }) {
      desk().account.presence.typing(conversationId);
      return null;
    },
    reconnect() {
      desk().account.reconnect();
      return null;
    },
    openLink({ url }) {
      host.openExternal(lawfulLink(url));
      return null;
    },
    async removeSample() {
      await removeSample(desk().account.address, signedIn(desk()));
      return null;
    },
    beginAttachment: (said) => ({ attachmentId: desk().account.attachments.begin(said) }),
    addToAttachment: (question) => ({ received: desk().account.attachments.add(question) }),
    endAttachment: (question) => desk().account.attachments.end(question),
    dropAttachment({ attachmentId }) {
      const { attachments, outbox } = desk().account;
      attachments.drop(attachmentId, outbox.files().has(attachmentId));
      return null;
    },
    fetchAttachment: ({ attachmentId }) => ({
      state: desk().account.attachments.fetch(attachmentId),
    }),
    saveAttachment: ({ attachmentId }) => saveAttachment(desk(), host, attachmentId),
    cancelMessage({ messageId }) {
      if (desk().account.outbox.cancel(messageId)) return null;
      throw refuse('invalid', 'This message has gone already.', { path: '/messageId' });
    },
    outbox: () => outboxPlace(desk()),
    takeBack: ({ commandId }) => takeBack(desk(), commandId),
    forgetRefused: ({ commandId }) => forgetRefused(desk(), commandId),
    past: ({ conversationId }) => pastOf(desk(), conversationId),
    locate: (question) => locate(desk(), question),
    openConversation: ({ phone }) => openConversation(desk(), phone),
    saveTag: ({ id, ...tag }) => saveTag(desk().account.address, signedIn(desk()), id, tag),
    removeTag: ({ id }) => removeTag(desk().account.address, signedIn(desk()), id),
    evaluationSetting: () => evaluationSetting(desk().account.address, signedIn(desk())),
    saveEvaluationSetting: ({ setting }) =>
      saveEvaluationSetting(desk().account.address, signedIn(desk()), setting),
    copies: () => copySettings(desk().account.address, signedIn(desk())),
    saveCopies: ({ patch }) => copySettings(desk().account.address, signedIn(desk()), patch),
    sendHeld({ conversationId }) {
      desk().account.outbox.release(conversationId);
      return null;
    },
    call: ({ move }) => moveCall(desk().account, move),
    forgetLost() {
      const { cache } = desk().account;
      cache.keep(() => cache.tables.meta.set('lost', null));
      return null;
    },
    templates: () => templatesOf(desk().account, signedIn(desk())),
    whatsappSettings: () => whatsappSettings(desk().account.address, signedIn(desk())),
    chooseWhatsapp: ({ settings }) =>
      whatsappSettings(desk().account.address, signedIn(desk()), settings),
    setAvailability: ({ availability }) => saveAvailability(signed(desk()), availability),
    setCapacity: ({ userId, capacity }) => saveCapacity(signed(desk()), userId, capacity),
    saveTeam: ({ id, team }) => saveTeam(signed(desk()), id, team),
    saveCannedReply: ({ id, reply }) => saveCannedReply(signed(desk()), id, reply),
    removeCannedReply: ({ id }) => removeCannedReply(signed(desk()), id),
    routing: () => routingOf(signed(desk())),
    saveRouting: ({ patch }) => saveRouting(signed(desk()), patch),
    ...accountCalls(() => signed(desk())),
    office: (question) => askOffice(signed(desk()), question),
    beginSaving: (question) => desk().savings.begin(question),
    stopSaving({ savingId }) {
      desk().savings.stop(savingId);
      return null;
    },
    openOffice({ section }) {
      if (desk().user().role !== 'admin') throw refuse('forbidden', 'Only admins may do this.');
      if (!host.openOffice) throw refuse('unsupported', 'Here the page opens it by its address.');
      host.openOffice(section);
      return null;
    },
    whatsapp: () => whatsappOf(desk().account.address, signedIn(desk())),
    moveWhatsapp: ({ move, phone }) =>
      moveWhatsapp(desk().account.address, signedIn(desk()), move, phone),
  };
}

function signedIn({ token }: OpenDesk): string {
  const now = token();
  if (now === null) throw refuse('unauthenticated', 'Sign in first.');
  return now;
}

const signed = (desk: OpenDesk) => ({ origin: desk.account.address, token: signedIn(desk) });

async function saveAttachment({ account }: OpenDesk, host: Host, id: Id): Promise<null> {
  const found = account.attachments.find(id);
  if (!found) throw refuse('not-found', 'There is no such file.', { path: '/attachmentId' });
  if (!host.saveAs) throw refuse('unsupported', 'Here the page saves it by its link.');
  const place = await host.saveAs(attachmentName(found.name) || 'file');
  if (place !== null) await account.attachments.copyTo(id, place);
  return null;
}

const onlyEntry = (conversationId: Id): Touched => ({
  ...nothingTouched(),
  conversations: new Set([conversationId]),
});

function known({ account }: OpenDesk, conversationId: Id): void {
  if (account.cache.tables.conversations.one(conversationId)) return;
  throw refuse('not-found', 'There is no such conversation.', { path: '/conversationId' });
}

/** Accepted means kept: what the server makes of it comes later. */
function perform(
  desk: OpenDesk,
  intent: Intent,
  hold: number,
): { commandId: Id; messageId: Id | null } {
  const { account, token } = desk;
  const { messages, readMarks } = account.cache.tables;
  known(desk, intent.conversationId);
  if (token() === null) throw refuse('unauthenticated', 'Sign in first.');
  const command: Command = { id: newId(), ...intent };
  const isNew = command.type === 'sendMessage' || command.type === 'addNote';
  if (isNew && messages.has(command.messageId)) {
    throw refuse('duplicate-id', 'A message with this id exists.', { path: '/intent/messageId' });
  }
  if (command.type === 'transferService' && !receiverOf(command)) {
    throw refuse('invalid', 'Give either an attendant or a team.', { path: '/intent/attendantId' });
  }
  if (command.type === 'sendMessage') checkSendable(account, command);
  if (command.type === 'markRead') {
    const pending = account.outbox.of(command.conversationId);
    const read = pending.reduce(
      (most, one) =>
        one.command.type === 'markRead' ? Math.max(most, one.command.position) : most,
      readMarks.of(command.conversationId),
    );
    // Nothing to say: a reader's screen asks this at every turn.
    if (command.position <= read) return { commandId: command.id, messageId: null };
  }
  const commandId = account.outbox.give(
    command,
    1_000 * (command.type === 'finishService' ? hold : desk.undoSend()),
  );
  return { commandId, messageId: isNew ? command.messageId : null };
}

/** What the server would refuse for good is refused before it is accepted here. */
function checkSendable(
  { attachments }: OpenDesk['account'],
  command: Extract<Command, { type: 'sendMessage' }>,
): void {
  const fault = faultOf(command);
  if (fault) {
    throw refuse('invalid', `${fault} does not fit a ${command.kind}.`, {
      path: `/intent${fault}`,
    });
  }
  const { attachmentId, kind } = command;
  if (attachmentId === undefined) return;
  const found = attachments.find(attachmentId);
  if (!found) {
    throw refuse('not-found', 'There is no such file.', { path: '/intent/attachmentId' });
  }
  if (found.kind !== kind) {
    throw refuse('invalid', `This file is a ${found.kind}.`, { path: '/intent/kind' });
  }
}

const lawful = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** @throws CallRefused unsupported */
export function lawfulLink(text: string): string {
  const url = URL.parse(text);
  if (url && lawful.has(url.protocol)) return url.href;
  throw refuse('unsupported', 'Only web, mail and telephone links are opened.', { path: '/url' });
}
