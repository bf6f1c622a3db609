/** Users, their passwords, and where they are signed in, over REST: done now or not at all. */
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type OwnPassword, type OwnProfile, OwnSignIn } from '#shared/contract/own-account.ts';
import {
  CreatedUser,
  PasswordCode,
  type PasswordReset,
  type PasswordResetConfirm,
} from '#shared/contract/password.ts';
import { type Id, nullable } from '#shared/contract/scalars.ts';
import {
  type FactorChange,
  type FactorConfirm,
  NewFactor,
  OwnFactor,
  RecoveryCodes,
} from '#shared/contract/second-factor.ts';
import { type NewUser, User, type UserPatch } from '#shared/contract/user.ts';
import { refuse } from '../refuse.ts';
import { askServer, refusedBy, request } from './server-rest.ts';
import type { Signed } from './team-rest.ts';

const signIns = Compile(Type.Object({ items: Type.Array(OwnSignIn) }));
const page = Compile(Type.Object({ items: Type.Array(User), nextCursor: nullable(Type.String()) }));
const user = Compile(User);
const created = Compile(CreatedUser);
const code = Compile(PasswordCode);
const ownFactorShape = Compile(OwnFactor);
const newFactor = Compile(NewFactor);
const recoveryCodes = Compile(RecoveryCodes);
const factorPath = '/me/second-factor';
const withinMs = 15_000;
type Check<T> = { Check(value: unknown): value is T };
const nothing: Check<null> = { Check: (value): value is null => value === null };

async function ask<T>(
  { origin, token }: Signed,
  check: Check<T>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await askServer(origin, method, `/api/v1${path}`, { token, body, withinMs });
  if (check.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}

async function tell(origin: string, path: string, body: unknown): Promise<null> {
  const response = await request(origin, 'POST', `/api/v1${path}`, { body, withinMs });
  return response.ok ? null : refusedBy(response, origin);
}

/** @throws CallRefused too-many, invalid, server-unreachable */
export const askForCode = (origin: string, asked: PasswordReset): Promise<null> =>
  tell(origin, '/password-reset', asked);

/** @throws CallRefused wrong-code, too-many, invalid, server-unreachable */
export const confirmCode = (origin: string, asked: PasswordResetConfirm): Promise<null> =>
  tell(origin, '/password-reset/confirm', asked);

export const saveOwnName = (to: Signed, profile: OwnProfile): Promise<User> =>
  ask(to, user, 'PATCH', '/me', profile);

/** @throws CallRefused wrong-credentials, too-many, unauthenticated, server-unreachable */
export const changeOwnPassword = (to: Signed, asked: OwnPassword): Promise<null> =>
  ask(to, nothing, 'PUT', '/me/password', asked);

export const ownSignIns = async (to: Signed): Promise<OwnSignIn[]> =>
  (await ask(to, signIns, 'GET', '/me/sign-ins')).items;

export const endOwnSignIn = (to: Signed, id: Id): Promise<null> =>
  ask(to, nothing, 'DELETE', `/me/sign-ins/${id}`);

export const ownFactor = (to: Signed): Promise<OwnFactor> =>
  ask(to, ownFactorShape, 'GET', factorPath);

/** @throws CallRefused wrong-credentials, already-set-up, too-many, server-unreachable */
export const beginFactor = (to: Signed, asked: FactorChange): Promise<NewFactor> =>
  ask(to, newFactor, 'POST', factorPath, asked);

/** @throws CallRefused wrong-code, not-found, too-many, server-unreachable */
export const confirmFactor = (to: Signed, asked: FactorConfirm): Promise<RecoveryCodes> =>
  ask(to, recoveryCodes, 'PUT', factorPath, asked);

/** @throws CallRefused wrong-credentials, too-many, server-unreachable */
export const endFactor = (to: Signed, asked: FactorChange): Promise<null> =>
  ask(to, nothing, 'POST', `${factorPath}/end`, asked);

/** @throws CallRefused not-found, forbidden, unauthenticated, server-unreachable */
export const endFactorOf = (to: Signed, userId: Id): Promise<null> =>
  ask(to, nothing, 'DELETE', `/users/${userId}/second-factor`);

/** All of them, page by page. @throws CallRefused forbidden, unauthenticated, server-unreachable */
export async function usersOf(to: Signed): Promise<User[]> {
  const all: User[] = [];
  let cursor: string | null = null;
  do {
    const after: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const { items, nextCursor } = await ask(to, page, 'GET', `/users${after}`);
    all.push(...items);
    cursor = items.length === 0 ? null : nextCursor;
  } while (cursor !== null);
  return all;
}

/** @throws CallRefused email-taken, invalid, forbidden, unauthenticated, server-unreachable */
export const addUser = (to: Signed, asked: NewUser) => ask(to, created, 'POST', '/users', asked);

/** @throws CallRefused last-admin, not-found, forbidden, unauthenticated, server-unreachable */
export const changeUser = (to: Signed, id: Id, patch: UserPatch): Promise<User> =>
  ask(to, user, 'PATCH', `/users/${id}`, patch);

/** @throws CallRefused attendant-unavailable, not-found, forbidden, unauthenticated, server-unreachable */
export const codeFor = (to: Signed, userId: Id): Promise<PasswordCode> =>
  ask(to, code, 'POST', `/users/${userId}/code`);
