/** How e-mail leaves the workspace: as the environment says, else as an admin has set it. */
import {
  EmailSetting,
  type EmailWayPatch,
  type EmailWaySetting,
} from '#shared/contract/email-setting.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Doer } from '../platform/audit.ts';
import type { Pool, Sql } from '../platform/postgres/pool.ts';
import { seal, unseal, WrongKey } from '../platform/sealing.ts';
import { openSetting, readSetting, writeSetting } from '../platform/setting.ts';
import { changeSetting } from '../platform/settings.ts';
import { sealedPassword, writePassword } from './email-way-store.ts';

/** As the environment has it; null: it says nothing. */
export type EmailEnvironment = { url: string; from: string } | null;
export type EmailWays = { pool: Pool; environment: EmailEnvironment; key: Buffer };
/** What a transport is made of. */
export type EmailWay = { server: string | SmtpServer; from: string };
export type SmtpServer = {
  host: string;
  port: number;
  secure: boolean;
  requireTLS: boolean;
  ignoreTLS: boolean;
  auth?: { user: string; pass: string };
};

const setting = openSetting({
  key: 'email',
  schema: EmailSetting,
  usual: { on: false, host: '', port: 587, security: 'starttls', user: '', from: '' },
});

/** It opens nowhere but where it was given for: never another server's, never without encryption. */
const placeOf = ({ host, port, security, user }: EmailSetting): string =>
  `email ${JSON.stringify([host, port, security, user])}`;

async function passwordOf({ key }: EmailWays, sql: Sql, set: EmailSetting): Promise<string | null> {
  const sealed = set.user === '' ? null : await sealedPassword(sql);
  if (!sealed) return null;
  try {
    return unseal(key, placeOf(set), sealed);
  } catch (error) {
    if (error instanceof WrongKey) return null;
    throw error;
  }
}

/** Null: e-mail goes nowhere, and is kept. */
export async function emailWay(ways: EmailWays, sql: Sql): Promise<EmailWay | null> {
  if (ways.environment) return { server: ways.environment.url, from: ways.environment.from };
  const set = await readSetting(sql, setting);
  if (!set.on) return null;
  const { host, port, security, user, from } = set;
  const pass = await passwordOf(ways, sql, set);
  if (user !== '' && pass === null) return null;
  const tls = {
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
  };
  return { server: { host, port, ...tls, ...(pass !== null && { auth: { user, pass } }) }, from };
}

/** Without anything secret. */
export async function emailWaySetting(ways: EmailWays, sql: Sql): Promise<EmailWaySetting> {
  if (ways.environment) return ofEnvironment(ways.environment);
  const set = await readSetting(sql, setting);
  const hasPassword = (await passwordOf(ways, sql, set)) !== null;
  return { ...set, password: null, hasPassword, environment: false };
}

function ofEnvironment({ url, from }: NonNullable<EmailEnvironment>): EmailWaySetting {
  const at = URL.parse(url);
  const secure = at?.protocol === 'smtps:';
  return {
    ...{ on: true, host: at?.hostname ?? '', port: Number(at?.port) || (secure ? 465 : 587) },
    ...{
      security: secure ? 'tls' : 'starttls',
      user: decodeURIComponent(at?.username ?? ''),
      from,
    },
    ...{ password: null, hasPassword: Boolean(at?.password), environment: true },
  };
}

/** @throws Refused unsupported, where the environment says it; invalid */
export async function changeEmailWay(
  ways: EmailWays,
  by: Doer,
  { password, ...patch }: EmailWayPatch,
): Promise<EmailWaySetting> {
  if (ways.environment) {
    throw new Refused('unsupported', 'EMAIL_URL is set in the environment of the server: it wins.');
  }
  await changeSetting(ways.pool, by, {
    area: 'email',
    // Sealed anew it differs, and the audit says that it changed and no more.
    read: async (tx) => ({
      ...(await readSetting(tx, setting)),
      password: (await sealedPassword(tx))?.toString('base64') ?? null,
    }),
    async write(tx) {
      const before = await readSetting(tx, setting);
      const next = { ...before, ...patch };
      await writeSetting(tx, setting, patch);
      const known = await passwordOf(ways, tx, before);
      const stays = placeOf(next) === placeOf(before) ? known : null;
      const now = next.user === '' ? null : (password ?? stays);
      if (password !== undefined || now === null) {
        await writePassword(tx, now === null ? null : seal(ways.key, placeOf(next), now));
      }
      if (!next.on) return;
      for (const field of ['host', 'from'] as const) {
        if (next[field] === '') throw needed(field);
      }
      if (next.user !== '' && now === null) throw needed('password');
    },
    unsaid: ['password'],
  });
  return emailWaySetting(ways, ways.pool);
}

const needed = (field: string): Refused =>
  new Refused('invalid', `E-mail cannot be sent without its ${field}.`, { path: `/${field}` });
