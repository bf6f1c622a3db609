/** Codes for one use, with which their user chooses a password: an invitation, or a way back in. */
import { randomInt } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { PasswordCode, PasswordResetConfirm } from '#shared/contract/password.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Emails } from '../delivery/emails.ts';
import { type Doer, nobody, noteAct } from '../platform/audit.ts';
import { countTry } from '../platform/count-try.ts';
import type { Log } from '../platform/log.ts';
import { hashPassword, openPasswordCheck } from '../platform/passwords.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import {
  type CodeOwner,
  codeOwner,
  saveCode,
  savePassword,
  takeCode,
  tryCode,
} from './codes-store.ts';
import { codeEmail, invitationEmail } from './emails.ts';
import { deleteSignIns, workspaceName } from './store.ts';
import type { Users } from './users.ts';

/** Minutes. A code that was asked for by e-mail, one that an admin hands over, and an invitation. */
const lasts = { asked: 15, handed: 24 * 60, invitation: 7 * 24 * 60 };
const mostTries = 10;

/** Forty bits, without letters that are taken for others. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const newCode = (): string =>
  Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
const shown = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
const cleaned = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

export type Codes = {
  /** Resolves at once and tells nothing: whoever has this e-mail gets one, if they may. */
  ask(email: string, address: string): Promise<void>;
  /** For an admin to hand over. @throws Refused not-found, attendant-unavailable */
  handOver(by: Doer, userId: Id): Promise<PasswordCode>;
  /** For one who was just made, by e-mail and to be shown. */
  invite(by: Doer, userId: Id): Promise<PasswordCode>;
  /** Every other sign-in of the user ends. @throws Refused wrong-code, too-many */
  confirm(asked: PasswordResetConfirm, address: string): Promise<void>;
};

export type CodesDeps = {
  users: Pick<Users, 'pool' | 'endSignIns'>;
  emails: Pick<Emails, 'post'>;
  wakeJobs(): void;
  log: Log;
  /** Tries in a quarter of an hour. */
  tries?: { perAddress: number; perEmail: number };
};

const wrongCode = () =>
  new Refused('wrong-code', 'This code is not right, or it is over. Ask for another.', {
    path: '/code',
  });

export async function openCodes(deps: CodesDeps): Promise<Codes> {
  const { users, emails, log } = deps;
  const { pool } = users;
  const { perAddress, perEmail } = deps.tries ?? { perAddress: 60, perEmail: 10 };
  const duration = 15 * 60;
  const ofAddress = new RateLimiterMemory({ points: perAddress, duration });
  const ofEmail = new RateLimiterMemory({ points: perEmail, duration });
  /** What is asked for in vain is asked for again: nobody's mailbox is filled with it. */
  const asking = new RateLimiterMemory({ points: 3, duration });
  const check = await openPasswordCheck();

  async function make(tx: Tx, owner: CodeOwner, minutes: number): Promise<PasswordCode> {
    const code = newCode();
    const expiresAt = await saveCode(tx, owner.id, await hashPassword(code), minutes);
    return { code: shown(code), expiresAt };
  }
  async function sendTo(email: string, by: Doer): Promise<void> {
    const owner = await codeOwner(pool, { email });
    if (!owner?.active) return;
    await inTransaction(pool, async (tx) => {
      const { code } = await make(tx, owner, lasts.asked);
      await noteAct(tx, by, { action: 'code.asked', subject: { kind: 'user', id: owner.id } });
      const workspace = await workspaceName(tx);
      await emails.post(tx, codeEmail({ ...owner, code, workspace, minutes: lasts.asked }));
    });
    deps.wakeJobs();
  }
  return {
    async ask(typed, address) {
      const email = typed.toLowerCase();
      await countTry(ofAddress, address);
      const allowed = await asking.consume(email).then(
        () => true,
        () => false,
      );
      if (!allowed) return;
      // Nobody waits for it: how long it takes would tell whether there is such a user.
      void sendTo(email, { ...nobody, address }).catch((error: Error) =>
        log.warn({ err: error }, 'no code was sent'),
      );
    },
    async handOver(by, userId) {
      const owner = await codeOwner(pool, { id: userId });
      if (!owner) throw new Refused('not-found', 'There is no such user.', { path: '/id' });
      if (!owner.active) {
        throw new Refused('attendant-unavailable', 'This user is not active.', { path: '/id' });
      }
      const minutes = owner.hasPassword ? lasts.handed : lasts.invitation;
      return inTransaction(pool, async (tx) => {
        await noteAct(tx, by, { action: 'code.handed', subject: { kind: 'user', id: userId } });
        return make(tx, owner, minutes);
      });
    },
    async invite(by, userId) {
      const owner = await codeOwner(pool, { id: userId });
      if (!owner) throw new Refused('not-found', 'There is no such user.', { path: '/id' });
      const made = await inTransaction(pool, async (tx) => {
        const made = await make(tx, owner, lasts.invitation);
        await noteAct(tx, by, { action: 'user.invited', subject: { kind: 'user', id: userId } });
        const workspace = await workspaceName(tx);
        await emails.post(tx, invitationEmail({ ...owner, code: made.code, workspace }));
        return made;
      });
      deps.wakeJobs();
      return made;
    },
    async confirm({ email: typed, code, password }, address) {
      const email = typed.toLowerCase();
      await countTry(ofAddress, address);
      await countTry(ofEmail, `${address} ${email}`);
      const tried = await tryCode(pool, email, mostTries);
      const by: Doer = { ...nobody, address };
      const subject = tried && ({ kind: 'user', id: tried.userId } as const);
      if (!(await check(tried?.codeHash ?? null, cleaned(code))) || !tried || !subject) {
        await noteAct(pool, by, { action: 'code.refused', ...(subject && { subject }) });
        throw wrongCode();
      }
      const hash = await hashPassword(password);
      await inTransaction(pool, async (tx) => {
        const mine =
          (await takeCode(tx, tried.userId, tried.codeHash)) &&
          (await savePassword(tx, tried.userId, hash));
        if (!mine) throw wrongCode();
        await deleteSignIns(tx, tried.userId);
        await noteAct(tx, by, { action: 'password.reset', subject });
      });
      users.endSignIns(tried.userId);
      await ofEmail.delete(`${address} ${email}`);
    },
  };
}
