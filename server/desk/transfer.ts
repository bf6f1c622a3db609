/** Handing a service on: to an attendant or to a team, with a word for whoever gets it. */
import type { Command } from '#shared/contract/command.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Instant } from '#shared/contract/scalars.ts';
import {
  type Actor,
  type Outcome,
  passToTeam,
  type Standing,
  type Timing,
  transfer,
} from '#shared/rules/service-life.ts';
import { receiverOf } from '#shared/rules/transfer.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { cleanText } from './desk.ts';
import { oneMessage } from './messages-store.ts';
import { activeTeam, activeUser } from './store.ts';

type Transfer = Extract<Command, { type: 'transferService' }>;

/** @throws Refused invalid, duplicate-id, attendant-unavailable, team-unavailable, and as a start is */
export async function decideTransfer(
  tx: Tx,
  standing: Standing,
  actor: Actor,
  command: Transfer,
  timing: Timing,
  now: Instant,
): Promise<Outcome> {
  const to = receiverOf(command);
  if (!to) {
    throw new Refused('invalid', 'Give either attendantId or teamId.', { path: '/attendantId' });
  }
  const { note, serviceId } = command;
  if (note && !/\S/.test(cleanText(note.text))) {
    throw new Refused('invalid', 'The note is empty.', { path: '/note/text' });
  }
  if (note && (await oneMessage(tx, note.messageId))) {
    throw new Refused('duplicate-id', 'A message with this id exists.', {
      path: '/note/messageId',
    });
  }
  if ('teamId' in to) {
    if (to.teamId && !(await activeTeam(tx, to.teamId))) {
      throw new Refused('team-unavailable', 'This team takes no services.', { path: '/teamId' });
    }
    return passToTeam(standing, serviceId, actor, to.teamId, timing, now);
  }
  const attendant = await activeUser(tx, to.attendantId);
  if (!attendant) {
    throw new Refused('attendant-unavailable', 'This attendant cannot take services.', {
      path: '/attendantId',
    });
  }
  return transfer(standing, serviceId, actor, attendant, timing, now);
}
