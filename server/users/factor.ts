/** A second factor: codes of an app on one's phone (TOTP, RFC 6238), and some to have in reserve. */
import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { NewFactor, OwnFactor } from '#shared/contract/second-factor.ts';
import { type Doer, noteAct } from '../platform/audit.ts';
import { countTry } from '../platform/count-try.ts';
import type { PasswordCheck } from '../platform/passwords.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import { seal, unseal } from '../platform/sealing.ts';
import type { CheckFactor } from '../platform/sign-in.ts';
import {
  confirmFactor,
  deleteFactor,
  factorOf,
  lockFactor,
  takeRecoveryCode,
  takeStep,
  writeFactor,
  writeRecoveryCodes,
} from './factor-store.ts';
import { passwordHashOf } from './sign-ins-store.ts';
import { lockUser, workspaceName } from './store.ts';

const period = 30;
/** Codes of the step before and after are taken: clocks of phones go wrong by as much. */
const window = 1;
const reserve = 8;
/** Neither 0 nor O, 1 nor I: they are read from paper. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export type Factors = {
  own(userId: Id): Promise<OwnFactor>;
  /** What counts is what was confirmed. @throws Refused wrong-credentials, too-many, already-set-up */
  begin(by: Doer, password: string): Promise<NewFactor>;
  /** From here on signing in takes a code. @throws Refused wrong-code, too-many, not-found */
  confirm(by: Doer, code: string): Promise<string[]>;
  /** @throws Refused wrong-credentials, too-many */
  end(by: Doer, password: string): Promise<void>;
  /** By an admin, for whoever has lost phone and reserve. @throws Refused not-found */
  endOf(by: Doer, userId: Id): Promise<void>;
  /** For signing in. */
  check: CheckFactor;
};

type Deps = {
  pool: Pool;
  key: Buffer;
  now: () => Date;
  /** Of the password in use, counted with those of changing it. */
  tries: RateLimiterMemory;
  passwords: PasswordCheck;
};

const placeOf = (userId: Id): string => `second-factor:${userId}`;
const plain = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();
const hashOf = (code: string): Buffer => createHash('sha256').update(plain(code)).digest();
const wrongCode = () => new Refused('wrong-code', 'This code is not right, or was used already.');

function recoveryCode(): string {
  const some = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return `${some()}-${some()}`;
}

const totpOf = (secret: Secret, more: { issuer?: string; label?: string } = {}): TOTP =>
  new TOTP({ ...more, secret, algorithm: 'SHA1', digits: 6, period });

export function openFactors({ pool, key, now, tries, passwords }: Deps): Factors {
  /** Of codes: six digits are guessed in a day by whoever may try as often as they like. */
  const guesses = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

  /** The step of the code, where it is right and later than what was used; null: it is not. */
  function stepOf(sealed: Buffer, userId: Id, code: string, lastStep: number): number | null {
    if (!/^\d{6}$/.test(code)) return null;
    const totp = totpOf(Secret.fromBase32(unseal(key, placeOf(userId), sealed)));
    const delta = totp.validate({ token: code, timestamp: now().getTime(), window });
    if (delta === null) return null;
    const step = Math.floor(now().getTime() / 1_000 / period) + delta;
    return step > lastStep ? step : null;
  }

  async function checkPassword(userId: Id, password: string): Promise<void> {
    await countTry(tries, userId);
    if (!(await passwords(await passwordHashOf(pool, userId), password))) {
      throw new Refused('wrong-credentials', 'The password in use is another.', {
        path: '/password',
      });
    }
    await tries.delete(userId);
  }
  const ended = async (tx: Tx, by: Doer, userId: Id) => {
    if (!(await deleteFactor(tx, userId))) return;
    const subject = { kind: 'user', id: userId } as const;
    await noteAct(tx, by, { action: 'second-factor.removed', subject });
  };

  return {
    async own(userId) {
      return (await factorOf(pool, userId)) ?? { since: null, recoveryLeft: 0 };
    },
    async begin(by, password) {
      const userId = by.userId as Id;
      await checkPassword(userId, password);
      const secret = new Secret({ size: 20 });
      const made = await writeFactor(pool, userId, seal(key, placeOf(userId), secret.base32));
      if (!made) throw new Refused('already-set-up', 'There is a second factor already.');
      const { rows } = await pool.query<{ email: string }>(
        'select email from users where id = $1',
        [userId],
      );
      const workspace = (await workspaceName(pool)) || 'Recado';
      const totp = totpOf(secret, { issuer: `Recado ${workspace}`, label: rows[0]?.email ?? '' });
      return { secret: secret.base32, uri: totp.toString() };
    },
    async confirm(by, code) {
      const userId = by.userId as Id;
      await countTry(guesses, userId);
      const codes = Array.from({ length: reserve }, recoveryCode);
      await inTransaction(pool, async (tx) => {
        const factor = await lockFactor(tx, userId);
        if (!factor || factor.confirmedAt !== null) {
          throw new Refused('not-found', 'There is no second factor to confirm. Begin again.');
        }
        const step = stepOf(factor.sealed, userId, plain(code), factor.lastStep);
        if (step === null) throw wrongCode();
        await confirmFactor(tx, userId, step);
        await writeRecoveryCodes(tx, userId, codes.map(hashOf));
        const subject = { kind: 'user', id: userId } as const;
        await noteAct(tx, by, { action: 'second-factor.added', subject });
      });
      await guesses.delete(userId);
      return codes;
    },
    async end(by, password) {
      const userId = by.userId as Id;
      await checkPassword(userId, password);
      await inTransaction(pool, (tx) => ended(tx, by, userId));
    },
    endOf: (by, userId) =>
      inTransaction(pool, async (tx) => {
        if (!(await lockUser(tx, userId))) throw new Refused('not-found', 'There is no such user.');
        await ended(tx, by, userId);
      }),
    async check(tx, userId, code) {
      const factor = await lockFactor(tx, userId);
      if (!factor || factor.confirmedAt === null) return 'none';
      if (code === undefined) return 'needed';
      await countTry(guesses, userId);
      const typed = plain(code);
      const step = stepOf(factor.sealed, userId, typed, factor.lastStep);
      if (step !== null) await takeStep(tx, userId, step);
      else if (!(await takeRecoveryCode(tx, userId, hashOf(typed)))) return 'wrong';
      await guesses.delete(userId);
      return 'right';
    },
  };
}
