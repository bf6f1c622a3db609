import { v7 } from 'uuid';
import type { Command, Intent } from '#shared/contract/command.ts';

/** The same once more: a message is another one, since the refused one is no more. */
export function again({ id: _, ...command }: Command): Intent {
  const intent = command as Intent;
  if (intent.type === 'sendMessage' || intent.type === 'addNote') {
    return { ...intent, messageId: v7() };
  }
  if (intent.type === 'transferService' && intent.note) {
    return { ...intent, note: { ...intent.note, messageId: v7() } };
  }
  return intent;
}

/** What was written in it; null: no words. */
export function wordsIn(command: Command): string | null {
  if (command.type === 'sendMessage' || command.type === 'editMessage') return command.text ?? null;
  if (command.type === 'addNote') return command.text;
  if (command.type === 'transferService') return command.note?.text ?? null;
  if (command.type === 'reactToMessage') return command.emoji || null;
  return null;
}

/** Words that were a message can be written on in the draft; a file cannot go there. */
export const canBeDraft = (command: Command): boolean =>
  command.type === 'sendMessage' && command.kind === 'text' && !command.content?.template;
