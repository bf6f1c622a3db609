/** Texts that are written often: everybody's, kept by the admins, and each person's own. */
import { v7 as newId } from 'uuid';
import type {
  CannedReply,
  CannedReplyPatch,
  NewCannedReply,
} from '#shared/contract/canned-reply.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { type Act, changesOf, type Doer, noteAct } from '../platform/audit.ts';
import { type Recorded, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import { deleteCannedReply, lockCannedReply, saveCannedReply } from './store.ts';

export type CannedReplies = { pool: Pool; publish(recorded: Recorded): void };
type Actor = Pick<SignedInUser, 'id' | 'role'>;

/** Postgres takes no NUL, and half a surrogate pair is no text. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

async function write(tx: Tx, asked: CannedReply) {
  const reply = { ...asked, shortcut: clean(asked.shortcut), text: clean(asked.text) };
  if (!/\S/.test(reply.text)) throw new Refused('invalid', 'It has no words.', { path: '/text' });
  if (reply.userId && reply.teamId) {
    throw new Refused('invalid', 'One’s own is of no team.', { path: '/teamId' });
  }
  const saved = await saveCannedReply(tx, reply);
  if (saved === 'taken') {
    throw new Refused('shortcut-taken', 'Another one has this shortcut.', { path: '/shortcut' });
  }
  if (saved === 'team') {
    throw new Refused('team-unavailable', 'There is no such team.', { path: '/teamId' });
  }
  return { reply, recorded: await record(tx, reply) };
}

/** Somebody's own is nobody else's to know of. */
async function note(
  tx: Tx,
  by: Doer,
  reply: CannedReply,
  act: Pick<Act, 'action' | 'changes'>,
): Promise<void> {
  if (reply.userId) return;
  await noteAct(tx, by, { ...act, subject: { kind: 'canned-reply', id: reply.id } });
}

/** Somebody's own is told to nobody else. */
const record = (tx: Tx, { id, userId }: CannedReply) =>
  recordChanges(tx, [{ entity: 'cannedReply', id, userId }]);

/** @throws Refused not-found where it is another's own, forbidden */
async function lockTheirs(tx: Tx, actor: Actor, id: Id): Promise<CannedReply> {
  const reply = await lockCannedReply(tx, id);
  if (!reply || (reply.userId && reply.userId !== actor.id)) {
    throw new Refused('not-found', 'There is no such canned reply.', { path: '/id' });
  }
  if (!reply.userId) onlyAdmin(actor);
  return reply;
}
function onlyAdmin({ role }: Actor): void {
  if (role !== 'admin') throw new Refused('forbidden', 'Only admins keep what is everybody’s.');
}

/** @throws Refused forbidden, invalid, shortcut-taken, team-unavailable */
export async function createCannedReply(
  { pool, publish }: CannedReplies,
  actor: Actor,
  by: Doer,
  { own, teamId = null, ...words }: NewCannedReply,
): Promise<CannedReply> {
  if (!own) onlyAdmin(actor);
  const { reply, recorded } = await inTransaction(pool, async (tx) => {
    const made = { id: newId(), ...words, teamId, userId: own ? actor.id : null };
    const changes = { shortcut: { to: made.shortcut } };
    await note(tx, by, made, { action: 'canned-reply.created', changes });
    return write(tx, made);
  });
  if (recorded) publish(recorded);
  return reply;
}

/** @throws Refused not-found, forbidden, invalid, shortcut-taken, team-unavailable */
export async function changeCannedReply(
  { pool, publish }: CannedReplies,
  actor: Actor,
  by: Doer,
  id: Id,
  patch: CannedReplyPatch,
): Promise<CannedReply> {
  const { reply, recorded } = await inTransaction(pool, async (tx) => {
    const before = await lockTheirs(tx, actor, id);
    const after = { ...before, ...patch };
    const changes = changesOf(before, after, ['text']);
    if (changes) await note(tx, by, after, { action: 'canned-reply.changed', changes });
    return write(tx, after);
  });
  if (recorded) publish(recorded);
  return reply;
}

/** @throws Refused not-found, forbidden */
export async function removeCannedReply(
  { pool, publish }: CannedReplies,
  actor: Actor,
  by: Doer,
  id: Id,
): Promise<void> {
  const recorded = await inTransaction(pool, async (tx) => {
    const reply = await lockTheirs(tx, actor, id);
    await deleteCannedReply(tx, id);
    const changes = { shortcut: { from: reply.shortcut } };
    await note(tx, by, reply, { action: 'canned-reply.removed', changes });
    return record(tx, reply);
  });
  if (recorded) publish(recorded);
}
