import type { Command } from '#shared/contract/command.ts';
import type { Message } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import {
  type Actor,
  type Outcome,
  passToTeam,
  type Standing,
  type Timing,
  transfer,
} from '#shared/rules/service-life.ts';
import { receiverOf } from '#shared/rules/transfer.ts';

/** As the server does it, for the tests that play one. @throws Refused */
export function passedOn(
  standing: Standing,
  command: Extract<Command, { type: 'transferService' }>,
  actor: Actor,
  timing: Timing,
  now: string,
): Outcome {
  const to = receiverOf(command);
  if (!to) throw new Refused('invalid', 'To whom?');
  return 'teamId' in to
    ? passToTeam(standing, command.serviceId, actor, to.teamId, timing, now)
    : transfer(standing, command.serviceId, actor, { id: to.attendantId, name: '' }, timing, now);
}

/** A note as the server keeps it. */
export const noteOf = (
  { id: authorId }: { id: string },
  {
    messageId,
    conversationId,
    text,
    mentions,
  }: Omit<Extract<Command, { type: 'addNote' }>, 'id' | 'type'>,
  sentAt: string,
  serviceId: string | null = null,
): Omit<Message, 'position'> => ({
  ...{ id: messageId, conversationId, serviceId, direction: 'out', kind: 'note', text },
  ...{ authorId, status: 'sent', failure: null, sentAt },
  ...(mentions && { content: { mentions } }),
});
