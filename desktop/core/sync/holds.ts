/**
 * Messages that were just given, and finishings of several at once, stay here for a moment, so
 * that they can be taken back. Only this process holds them: after a restart they go as anything
 * that waits.
 */
import type { Command } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Pending } from '../cache/commands.ts';

export type Holds = ReturnType<typeof openHolds>;

/** `passed`: what was held may go now. */
export function openHolds(passed: (commands: Command[]) => void) {
  const held = new Map<Id, { command: Command; timer: NodeJS.Timeout }>();

  function forget(id: Id): Command | null {
    const one = held.get(id);
    if (!one) return null;
    clearTimeout(one.timer);
    held.delete(id);
    return one.command;
  }
  const release = (ids: Id[]): void => {
    const commands = ids.flatMap((id) => forget(id) ?? []);
    if (commands.length > 0) passed(commands);
  };
  return {
    hold: (command: Command, ms: number) =>
      void held.set(command.id, { command, timer: setTimeout(() => release([command.id]), ms) }),
    has: (id: Id): boolean => held.has(id),
    /** Taken back, or refused. */
    forget: (id: Id) => void forget(id),
    /** What is held in a conversation, or in all of them (null), goes now. */
    release: (conversationId: Id | null) =>
      release(
        [...held.values()].flatMap(({ command }) =>
          conversationId === null || command.conversationId === conversationId ? command.id : [],
        ),
      ),
    close: () => {
      for (const id of [...held.keys()]) forget(id);
    },
  };
}

/**
 * What goes next: the first, and while it is held whatever does not have to wait for it. Messages
 * keep their order among themselves.
 */
export function nextOf(
  queue: readonly Pending[],
  isHeld: (id: Id) => boolean,
): Pending | undefined {
  const behind = new Set<Id>();
  let waits = false;
  for (const pending of queue) {
    const { command } = pending;
    if (!isHeld(command.id) && (!waits || overtakes(command, behind))) return pending;
    waits = true;
    if ('messageId' in command) behind.add(command.messageId);
  }
  return undefined;
}

function overtakes(command: Command, behind: ReadonlySet<Id>): boolean {
  switch (command.type) {
    case 'addNote':
    case 'startService':
    case 'markRead':
      return true;
    case 'reactToMessage':
    case 'editMessage':
    case 'deleteMessage':
      return !behind.has(command.messageId);
    default:
      return false;
  }
}

export const mayBeHeld = ({ type }: Command): boolean =>
  type === 'sendMessage' || type === 'finishService';

/** What is done with the service comes after everything that was said in it. */
export const endsHolding = ({ type }: Command): boolean =>
  type === 'finishService' || type === 'transferService';
