import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { OwnPassword, OwnSignIn } from '#shared/contract/own-account.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { type Doer, noteAct } from '../platform/audit.ts';
import { countTry } from '../platform/count-try.ts';
import { hashPassword, openPasswordCheck, type PasswordCheck } from '../platform/passwords.ts';
import { inTransaction, type Pool } from '../platform/postgres/pool.ts';
import { hashOfToken } from '../platform/sign-in.ts';
import { forgetCodes, savePassword } from './codes-store.ts';
import { deleteSignIn, deleteSignInsBut, passwordHashOf, signInsOf } from './sign-ins-store.ts';

export type OwnAccount = {
  pool: Pool;
  check: PasswordCheck;
  /** Of the password in use: whoever sits at somebody's console guesses no faster than elsewhere. */
  tries: RateLimiterMemory;
  /** Cuts the connections of a sign-in that is over. */
  endConnections(tokenHash: Buffer): void;
};

export async function openOwnAccount(
  pool: Pool,
  endConnections: OwnAccount['endConnections'],
): Promise<OwnAccount> {
  const tries = new RateLimiterMemory({ points: 10, duration: 15 * 60 });
  return { pool, check: await openPasswordCheck(), tries, endConnections };
}

/** The latest seen first. */
export const ownSignIns = (own: OwnAccount, userId: Id, token: string): Promise<OwnSignIn[]> =>
  signInsOf(own.pool, userId, hashOfToken(token));

/** Somebody else's stays, and nobody is told that it is there. */
export async function endOwnSignIn(own: OwnAccount, by: Doer, userId: Id, id: Id): Promise<void> {
  const ended = await inTransaction(own.pool, async (tx) => {
    const ended = await deleteSignIn(tx, userId, id);
    if (ended) {
      await noteAct(tx, by, { action: 'sign-in.revoked', subject: { kind: 'sign-in', id } });
    }
    return ended;
  });
  if (ended) own.endConnections(ended);
}

/** @throws Refused wrong-credentials, too-many */
export async function changeOwnPassword(
  own: OwnAccount,
  by: Doer,
  token: string,
  { current, password }: OwnPassword,
): Promise<void> {
  const userId = by.userId as Id;
  const subject = { kind: 'user', id: userId } as const;
  await countTry(own.tries, userId);
  if (!(await own.check(await passwordHashOf(own.pool, userId), current))) {
    await noteAct(own.pool, by, { action: 'password.refused', subject });
    throw new Refused('wrong-credentials', 'The password in use is another.', { path: '/current' });
  }
  const hash = await hashPassword(password);
  const ended = await inTransaction(own.pool, async (tx) => {
    await savePassword(tx, userId, hash);
    await forgetCodes(tx, userId);
    await noteAct(tx, by, { action: 'password.changed', subject });
    return deleteSignInsBut(tx, userId, hashOfToken(token));
  });
  for (const one of ended) own.endConnections(one);
  await own.tries.delete(userId);
}
