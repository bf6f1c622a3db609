/** What a command that was given here says. */
import type { Command } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';

export const fileOf = (command: Command): Id | undefined =>
  command.type === 'sendMessage' ? command.attachmentId : undefined;

/** Reading only ever goes forward. */
export function furthest(command: Command, overtaken: { position: number }[]): Command {
  if (command.type !== 'markRead') return command;
  const position = Math.max(command.position, ...overtaken.map((old) => old.position));
  return { ...command, position };
}
