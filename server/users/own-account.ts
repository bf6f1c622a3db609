import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { OwnPassword, OwnSignIn } from '#shared/contract/own-account.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
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
export async function endOwnSignIn(own: OwnAccount, userId: Id, id: Id): Promise<void> {
  const ended = await deleteSignIn(own.pool, userId, id);
  if (ended) own.endConnections(ended);
}

/** @throws Refused wrong-credentials, too-many */
export async function changeOwnPassword(
  own: OwnAccount,
  user: SignedInUser,
  token: string,
  { current, password }: OwnPassword,
): Promise<void> {
  await countTry(own.tries, user.id);
  if (!(await own.check(await passwordHashOf(own.pool, user.id), current))) {
    throw new Refused('wrong-credentials', 'The password in use is another.', { path: '/current' });
  }
  const hash = await hashPassword(password);
  const ended = await inTransaction(own.pool, async (tx) => {
    await savePassword(tx, user.id, hash);
    await forgetCodes(tx, user.id);
    return deleteSignInsBut(tx, user.id, hashOfToken(token));
  });
  for (const one of ended) own.endConnections(one);
  await own.tries.delete(user.id);
}
