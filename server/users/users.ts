/** Admins and attendants: made, changed and deactivated; never deleted. */
import { v7 as newId } from 'uuid';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { NewUser, User, UserPatch } from '#shared/contract/user.ts';
import { type Act, changesOf, type Doer, noteAct } from '../platform/audit.ts';
import { type Recorded, recordChanges } from '../platform/feed.ts';
import { hashPassword } from '../platform/passwords.ts';
import { inTransaction, type Pool, type Sql, type Tx } from '../platform/postgres/pool.ts';
import { forgetCodes } from './codes-store.ts';
import {
  anyUser,
  deleteSignIns,
  inactiveHolders,
  insertUser,
  lockActiveAdmins,
  lockSetUp,
  lockUser,
  saveWorkspace,
  updateUser,
  workspaceName,
} from './store.ts';

export type Users = {
  pool: Pool;
  publish(recorded: Recorded): void;
  /** Cuts every connection of a user whose sign-ins are over. */
  endSignIns(userId: Id): void;
  /** Makes the consoles come again as who their users are now. */
  reconnect(): void;
  /** Gives the open services of a user back to waiting. */
  returnServicesOf(userId: Id, actorId: Id | null): Promise<void>;
};

const record = (tx: Tx, id: Id) => recordChanges(tx, [{ entity: 'user', id, userId: null }]);

const clean = (user: NewUser): NewUser => ({
  ...user,
  name: user.name.trim(),
  email: user.email.toLowerCase(),
});

const created = ({ id, name, email, role }: User): Act => ({
  action: 'user.created',
  subject: { kind: 'user', id },
  changes: { name: { to: name }, email: { to: email }, role: { to: role } },
});

/** One entry for one change, by the weightiest that is in it. */
async function noteChange(tx: Tx, by: Doer, before: User, after: User): Promise<void> {
  const changes = changesOf(before, after);
  if (!changes) return;
  const moved = after.active ? 'user.reactivated' : 'user.deactivated';
  await noteAct(tx, by, {
    action: before.active === after.active ? 'user.changed' : moved,
    subject: { kind: 'user', id: after.id },
    changes,
  });
}

/** Without a password the user exists and cannot sign in yet. @throws Refused email-taken */
export async function createUser(users: Users, by: Doer, asked: NewUser): Promise<User> {
  const { password, ...wanted } = clean(asked);
  const hash = password === undefined ? null : await hashPassword(password);
  const { user, recorded } = await inTransaction(users.pool, async (tx) => {
    const user = await insertUser(tx, newId(), wanted, hash);
    if (!user) {
      throw new Refused('email-taken', 'A user with this e-mail exists.', { path: '/email' });
    }
    await noteAct(tx, by, created(user));
    return { user, recorded: await record(tx, user.id) };
  });
  if (recorded) users.publish(recorded);
  return user;
}

/** @throws Refused not-found, last-admin */
export async function changeUser(
  users: Users,
  by: Doer,
  id: Id,
  { password, ...patch }: UserPatch,
): Promise<User> {
  const hash = password === undefined ? null : await hashPassword(password);
  const { before, after, recorded } = await inTransaction(users.pool, async (tx) => {
    const admins = await lockActiveAdmins(tx);
    const before = await lockUser(tx, id);
    if (!before) throw new Refused('not-found', 'There is no such user.', { path: '/id' });
    const after = { ...before, ...patch, name: (patch.name ?? before.name).trim() };
    const stays = after.role === 'admin' && after.active;
    if (!stays && admins.every((admin) => admin === id) && admins.length > 0) {
      throw new Refused('last-admin', 'This is the last admin who is active: make another first.');
    }
    await updateUser(tx, after, hash);
    await noteChange(tx, by, before, after);
    if (hash !== null) {
      await noteAct(tx, by, { action: 'password.changed', subject: { kind: 'user', id } });
    }
    if (!after.active || hash !== null) {
      await deleteSignIns(tx, id);
      await forgetCodes(tx, id);
    }
    return { before, after, recorded: await record(tx, id) };
  });
  if (recorded) users.publish(recorded);
  if (!after.active || hash !== null) users.endSignIns(id);
  else if (before.role !== after.role) users.reconnect();
  if (before.active && !after.active) await users.returnServicesOf(id, by.userId);
  return after;
}

/** What a server that died between deactivating and giving back left undone. */
export async function returnLeftServices(users: Users): Promise<void> {
  for (const id of await inactiveHolders(users.pool)) await users.returnServicesOf(id, null);
}

export type FirstAdmin = { workspace: string; name: string; email: string; password: string };

/** Only while there is no user at all; of two at once one wins. @throws Refused already-set-up */
export async function createFirstAdmin(
  users: Pick<Users, 'pool' | 'publish'>,
  by: Doer,
  { workspace, ...admin }: FirstAdmin,
): Promise<User> {
  const { password, ...wanted } = clean({ ...admin, role: 'admin' });
  const hash = await hashPassword(password as string);
  const { user, recorded } = await inTransaction(users.pool, async (tx) => {
    await lockSetUp(tx);
    const user = (await anyUser(tx)) ? null : await insertUser(tx, newId(), wanted, hash);
    if (!user) throw new Refused('already-set-up', 'This server has been set up already.');
    await saveWorkspace(tx, workspace.trim());
    await noteAct(tx, by, { action: 'workspace.created', subject: { kind: 'workspace' } });
    await noteAct(tx, by, created(user));
    return { user, recorded: await record(tx, user.id) };
  });
  if (recorded) users.publish(recorded);
  return user;
}

export const isSetUp = (pool: Pool): Promise<boolean> => anyUser(pool);
export const workspaceOf = (sql: Sql): Promise<string> => workspaceName(sql);
export const renameWorkspace = (tx: Tx, name: string): Promise<void> =>
  saveWorkspace(tx, name.trim());
