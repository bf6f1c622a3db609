/** Who is asking. A token is opaque; the database keeps only its hash. */
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { SignedInUser, SignInAnswer, SignInRequest } from '#shared/contract/sign-in.ts';
import { type Doer, nobody, noteAct } from './audit.ts';
import { countTry } from './count-try.ts';
import { openPasswordCheck } from './passwords.ts';
import { inTransaction, type Pool, type Sql, type Tx } from './postgres/pool.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until requireUser has let the request through. */
    user: SignedInUser | null;
    /** What signed in, by its own word. */
    device: string | null;
  }
}

const daysValid = 30;
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Null: no such sign-in, or it is over. */
export async function authenticate(sql: Sql, token: string): Promise<SignedInUser | null> {
  return (await findSignIn(sql, token))?.user ?? null;
}

async function findSignIn(
  sql: Sql,
  token: string,
): Promise<{ user: SignedInUser; device: string } | null> {
  const { rows } = await sql.query<SignedInUser & { device: string; unseen: boolean }>({
    name: 'sign-in-authenticate',
    text: `select u.id, u.name, u.email, u.role, s.device,
             s.seen_at < now() - interval '5 minutes' "unseen"
           from sign_ins s join users u on u.id = s.user_id
           where s.token_hash = $1 and s.expires_at > now() and u.active`,
    values: [hashOfToken(token)],
  });
  const [found] = rows;
  if (!found) return null;
  const { unseen, device, ...user } = found;
  if (unseen) await noteSeen(sql, [hashOfToken(token)]);
  return { user, device };
}

/** A console asks nothing for hours and is there all the same. */
export async function noteSeen(sql: Sql, tokenHashes: readonly Buffer[]): Promise<void> {
  if (tokenHashes.length === 0) return;
  await sql.query('update sign_ins set seen_at = now() where token_hash = any($1::bytea[])', [
    tokenHashes,
  ]);
}

async function createSignIn(
  sql: Sql,
  userId: Id,
  device: string,
): Promise<{ token: string; expiresAt: Instant }> {
  const token = randomBytes(32).toString('base64url');
  // A user deactivated since their password was checked gets none.
  const { rows } = await sql.query<{ expiresAt: Instant }>(
    `insert into sign_ins (token_hash, user_id, expires_at, device)
     select $1, id, now() + make_interval(days => $3), $4 from users where id = $2 and active
     returning expires_at "expiresAt"`,
    [hashOfToken(token), userId, daysValid, device],
  );
  if (!rows[0]) throw wrongCredentials();
  return { token, expiresAt: rows[0].expiresAt };
}

export async function endSignIn(pool: Pool, by: Doer, token: string): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('delete from sign_ins where token_hash = $1', [
      hashOfToken(token),
    ]);
    if (rowCount) await noteAct(tx, by, { action: 'sign-in.ended' });
  });
}

export async function pruneSignIns(sql: Sql): Promise<void> {
  await sql.query('delete from sign_ins where expires_at < now()');
}

const wrongCredentials = () =>
  new Refused('wrong-credentials', 'The e-mail or the password is not right.');

export type SignIn = (asked: SignInRequest, address: string) => Promise<SignInAnswer>;

export type Tries = { perAddressAndEmail: number; perAddress: number; perAccount: number };

/** Failed tries in a quarter of an hour; a whole office may share one address. */
const usualTries: Tries = { perAddressAndEmail: 10, perAddress: 60, perAccount: 10 };
/** Seconds between two tries at an account that is guessed at, from wherever nobody of it has been. */
const slowly = 20;

/** Whether a user's second factor lets them in; `none`: they have none. */
export type CheckFactor = (
  tx: Tx,
  userId: Id,
  code: string | undefined,
) => Promise<'none' | 'needed' | 'wrong' | 'right'>;

/** The answer's @throws Refused wrong-credentials, code-needed, wrong-code, too-many */
export async function openSignIn(
  pool: Pool,
  checkFactor: CheckFactor,
  tries: Tries = usualTries,
): Promise<SignIn> {
  const check = await openPasswordCheck();
  const duration = 15 * 60;
  const ofEmail = new RateLimiterMemory({ points: tries.perAddressAndEmail, duration });
  const ofAddress = new RateLimiterMemory({ points: tries.perAddress, duration });
  const ofAccount = new RateLimiterMemory({ points: tries.perAccount, duration });
  const ofGuessedAt = new RateLimiterMemory({ points: 1, duration: slowly });
  // Counted before the password is checked and given back when it was right: a hundred guesses
  // at once cannot all be first.
  return async ({ email: typed, password, code, device = '' }, address) => {
    const email = typed.toLowerCase();
    const both = `${address} ${email}`;
    const trying: Doer = { ...nobody, address, device: device.trim() };
    const stopped = () => noteAct(pool, trying, { action: 'sign-in.stopped' });
    await countTry(ofAddress, address, stopped);
    await countTry(ofEmail, both, stopped);
    // Guessed at from many places it goes slowly, but not for whoever has signed in from there before:
    // nobody is locked out of their own account by others' guesses.
    const guessedAt = await ofAccount.consume(email).then(
      () => false,
      () => true,
    );
    if (guessedAt && !(await hasSignedInFrom(pool, email, address))) {
      await countTry(ofGuessedAt, email, stopped);
    }
    const giveBack = async () => {
      await ofAddress.reward(address);
      await ofAccount.reward(email);
      await ofEmail.delete(both);
    };
    const user = await findByEmail(pool, email).catch(async (error: unknown) => {
      await giveBack();
      throw error;
    });
    if (!(await check(user?.active ? user.passwordHash : null, password)) || !user) {
      // What was typed is not kept: some type their password where the e-mail belongs.
      await noteAct(pool, trying, {
        action: 'sign-in.failed',
        ...(user && { subject: { kind: 'user', id: user.id } }),
      });
      throw wrongCredentials();
    }
    const { token, expiresAt } = await inTransaction(pool, async (tx) => {
      const factor = await checkFactor(tx, user.id, code);
      if (factor === 'needed' || factor === 'wrong') throw new FactorFault(factor);
      const made = await createSignIn(tx, user.id, device.trim());
      await noteAct(tx, { ...trying, userId: user.id }, { action: 'sign-in.done' });
      return made;
    }).catch(async (error: unknown) => {
      if (!(error instanceof FactorFault)) throw error;
      if (error.fault === 'needed') {
        // Asking for the code is no wrong try; who knows the password alone gets no more tries by it.
        await Promise.all([
          ofAddress.reward(address),
          ofAccount.reward(email),
          ofEmail.reward(both),
        ]);
        throw new Refused('code-needed', 'Signing in takes the code of your app, too.');
      }
      const subject = { kind: 'user', id: user.id } as const;
      await noteAct(pool, trying, { action: 'sign-in.failed', subject });
      throw new Refused('wrong-code', 'This code is not right, or was used already.');
    });
    await giveBack();
    const { id, name, role } = user;
    return { token, expiresAt, user: { id, name, email, role } };
  };
}

/** Ends the transaction: what is to be kept of it is written after. */
class FactorFault extends Error {
  readonly fault: 'needed' | 'wrong';
  constructor(fault: FactorFault['fault']) {
    super(fault);
    this.fault = fault;
  }
}

async function hasSignedInFrom(sql: Sql, email: string, address: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `select from audit a join users u on u.id = a.actor_id
     where u.email = $1 and a.action = 'sign-in.done' and a.address = $2
       and a.at > now() - interval '90 days' limit 1`,
    [email, address],
  );
  return rowCount === 1;
}

type Found = SignedInUser & { active: boolean; passwordHash: string | null };

async function findByEmail(sql: Sql, email: string): Promise<Found | null> {
  const { rows } = await sql.query<Found>(
    `select id, name, email, role, active, password_hash "passwordHash"
     from users where email = $1`,
    [email],
  );
  return rows[0] ?? null;
}

export function bearerOf(request: Pick<FastifyRequest, 'headers'>): string | null {
  return /^Bearer ([\w-]{20,100})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** @throws Refused unauthenticated */
export function userOf(request: unknown): SignedInUser {
  const { user } = request as FastifyRequest;
  if (!user) throw new Refused('unauthenticated', 'Sign in first.');
  return user;
}

/** Of a request that may come from anybody, too. */
export const doerOf = (request: unknown): Doer => {
  const { user, device, ip } = request as FastifyRequest;
  return { userId: user?.id ?? null, address: ip ?? null, device: device ?? null };
};

/** Hooks that let a request through, with its user, or throw unauthenticated or forbidden. */
export function openGates(pool: Pool) {
  const requireUser = async (request: FastifyRequest): Promise<void> => {
    const token = bearerOf(request);
    const found = token === null ? null : await findSignIn(pool, token);
    request.user = found?.user ?? null;
    request.device = found?.device ?? null;
    userOf(request);
  };
  const requireAdmin = async (request: FastifyRequest): Promise<void> => {
    await requireUser(request);
    if (userOf(request).role !== 'admin') {
      throw new Refused('forbidden', 'Only an admin may do this.');
    }
  };
  return { requireUser, requireAdmin };
}
export type Gates = ReturnType<typeof openGates>;
