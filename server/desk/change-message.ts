/** What is done to a message that is here. */
import type { Command } from '#shared/contract/command.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { isCallItself } from '#shared/rules/call.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { cleanText, type Desk, type Done } from './desk.ts';
import { checkGroup } from './groups.ts';
import {
  editText,
  markDeleted,
  oneMessage,
  queueAct,
  requeue,
  setReaction,
} from './messages-store.ts';
import { changeNote } from './notes.ts';
import { readMessage } from './rows.ts';
import { type Locked, queueSend } from './store.ts';
import { checkWindow } from './window.ts';

const minute = 60_000;
/** As WhatsApp has them. */
const editable = 15 * minute;
const deletable = 60 * 60 * minute;

/** Edits, deletes, reacts to or sends again a message that is here. */
export async function changeMessage(
  desk: Desk,
  tx: Tx,
  locked: Locked,
  actor: SignedInUser,
  command: Extract<Command, { messageId: Id }>,
): Promise<Done> {
  if (command.type === 'sendMessage' || command.type === 'addNote') {
    throw new Error('this is a new message');
  }
  const { conversation, standing } = locked;
  await checkGroup(tx, locked);
  const message = await oneMessage(tx, command.messageId);
  if (message?.conversationId !== conversation.id || message.deletedAt) {
    throw new Refused('not-found', 'There is no such message.', { path: '/messageId' });
  }
  if (message.kind === 'note') return changeNote(desk, tx, message, actor, command);
  if (isCallItself(message.content?.call)) {
    throw new Refused('unsupported', 'A call is what it was.', { path: '/messageId' });
  }
  const { current, holderName } = standing;
  if (current?.attendantId && current.attendantId !== actor.id && actor.role !== 'admin') {
    throw new Refused('service-held', `${holderName} has this service.`, {
      holder: { id: current.attendantId, name: holderName ?? '' },
    });
  }
  const at = desk.now();
  const age = at.getTime() - Date.parse(message.sentAt);
  const unsent = message.status === 'queued';
  if (command.type !== 'reactToMessage' && message.direction === 'in') {
    throw new Refused('forbidden', 'This is not a message of ours.', { path: '/messageId' });
  }
  const cannot = desk.cannot?.[command.type as 'editMessage'];
  if (cannot && !unsent) throw new Refused('unsupported', cannot);
  let tell: Parameters<typeof queueAct>[2] | null = null;
  let text: string | null = null;
  switch (command.type) {
    case 'editMessage':
      text = cleanText(command.text);
      if (message.content?.template) {
        throw new Refused('unsupported', 'The text of a template is as WhatsApp approved it.');
      }
      if (message.text === null || age > editable) {
        throw new Refused('unsupported', 'WhatsApp takes edits of a text for 15 minutes.');
      }
      if (await editText(tx, message.id, text, at.toISOString())) tell = 'edit';
      break;
    case 'deleteMessage':
      if (age > deletable) {
        throw new Refused('unsupported', 'WhatsApp deletes for everyone within 60 hours.');
      }
      if (await markDeleted(tx, message.id, at.toISOString())) tell = 'delete';
      break;
    case 'reactToMessage': {
      text = cleanText(command.emoji);
      const reaction = { direction: 'out' as const, emoji: text, userId: actor.id };
      if (await setReaction(tx, message.id, reaction)) tell = 'react';
      break;
    }
    case 'retryMessage':
      if (message.failure !== null) await checkWindow(desk, tx, conversation.id, message.content);
      if (await requeue(tx, message.id, desk.newWhatsappId())) {
        await queueSend(tx, conversation.id);
      }
      break;
  }
  // What WhatsApp does not have yet goes out as it is now, or not at all.
  if (tell && !unsent && !message.failure) {
    await queueAct(tx, message, tell, text, at.toISOString());
    await queueSend(tx, conversation.id);
  }
  return {
    value: { service: null, message: await readMessage(tx, message.id) },
    marks: [{ entity: 'message', id: message.id, userId: null }],
    sends: true,
  };
}
