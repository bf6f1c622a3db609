import type { Command } from '#shared/contract/command.ts';
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
