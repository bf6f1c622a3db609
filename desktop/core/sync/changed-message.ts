/** What a command does to a message that is there, as the server would do it. Pure. */
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Command } from '#shared/contract/command.ts';
import type { Reaction } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type ChangeOfMessage = Extract<
  Command,
  { type: 'editMessage' | 'deleteMessage' | 'reactToMessage' | 'retryMessage' }
>;

export const changesMessage = (command: Command): command is ChangeOfMessage =>
  command.type !== 'sendMessage' && command.type !== 'addNote' && 'messageId' in command;

/** What the server would refuse on what is known changes nothing. */
export function changed(
  message: ShownMessage,
  command: ChangeOfMessage,
  at: string,
  me: { id: Id },
): ShownMessage {
  if (message.deletedAt) return message;
  if (message.kind === 'note') return changedNote(message, command, at, me);
  if (command.type === 'reactToMessage') {
    return withReactions(message, { direction: 'out', emoji: command.emoji, userId: me.id });
  }
  if (message.direction === 'in') return message;
  switch (command.type) {
    case 'editMessage':
      // The same text again is no edit.
      if (message.text === null || message.text === command.text) return message;
      return { ...message, text: command.text, editedAt: at };
    case 'deleteMessage':
      return deleted(message, at);
    case 'retryMessage':
      return retried(message);
  }
}

/** One's own note is written anew or deleted, whenever; nothing else is done to one. */
function changedNote(
  note: ShownMessage,
  command: ChangeOfMessage,
  at: string,
  me: { id: Id },
): ShownMessage {
  if (note.authorId !== me.id) return note;
  if (command.type === 'deleteMessage') return deleted(note, at);
  if (command.type !== 'editMessage' || command.text === note.text) return note;
  const { content, ...rest } = note;
  const { text, mentions } = command;
  return { ...rest, text, editedAt: at, ...(mentions && { content: { mentions } }) };
}

function retried(message: ShownMessage): ShownMessage {
  if (message.failure === null) return message;
  const { failureCode, ...rest } = message;
  return { ...rest, failure: null, status: 'queued' };
}

/** One each side; an empty emoji takes it back. */
function withReactions(message: ShownMessage, mine: Reaction): ShownMessage {
  const { reactions = [], ...rest } = message;
  const others = reactions.filter(({ direction }) => direction !== mine.direction);
  const after = mine.emoji === '' ? others : [...others, mine];
  return after.length > 0 ? { ...rest, reactions: after } : rest;
}

function deleted(message: ShownMessage, deletedAt: string): ShownMessage {
  const { attachment, content, quote, reactions, forwarded, editedAt, failureCode, ...bare } =
    message;
  return { ...bare, text: null, deletedAt };
}

export type GivenChange = { command: ChangeOfMessage; givenAt: string };

/** A message with everything that was given for it and is not yet answered, in that order. */
export function withChanges(
  message: ShownMessage,
  changes: readonly GivenChange[],
  me: { id: Id },
): ShownMessage {
  return changes.reduce(
    (shown, { command, givenAt }) =>
      command.messageId === message.id ? changed(shown, command, givenAt, me) : shown,
    message,
  );
}
