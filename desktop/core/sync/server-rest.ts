/** What goes to the server over REST: signing in and out, and the admin's one click. */
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Problem, refusalCodes } from '#shared/contract/refusal.ts';
import { SignInAnswer, type SignInRequest } from '#shared/contract/sign-in.ts';
import { Template } from '#shared/contract/template.ts';
import type { WhatsappMove } from '#shared/contract/whatsapp.ts';
import { WhatsappSession, WhatsappSettings } from '#shared/contract/whatsapp.ts';
import { refuse } from '../refuse.ts';

const problem = Compile(Problem);
const whatsappSession = Compile(WhatsappSession);
const settings = Compile(WhatsappSettings);
const template = Compile(Template);
const templateList = Compile(Type.Object({ items: Type.Array(Type.Unknown()) }));
const signInAnswer = Compile(SignInAnswer);

const nearby = /^(?:localhost|[^.:]+|.*\.local|\d+(?:\.\d+){3}|\[[0-9a-f:]+\])$/i;

/**
 * The origin that a person meant. Without a scheme: http for a machine nearby, https for a name on
 * the internet. @throws CallRefused invalid
 */
export function serverOrigin(typed: string): string {
  const text = typed.trim();
  const host = /^([^/:]+|\[[^\]]*\])(?::\d+)?\/?$/.exec(text)?.[1];
  const address = host === undefined ? text : `${nearby.test(host) ? 'http' : 'https'}://${text}`;
  const url = URL.parse(address);
  const plain =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '';
  if (!plain) {
    throw refuse('invalid', 'This is not the address of a server.', { path: '/server' });
  }
  return url.origin;
}

/** @throws CallRefused server-unreachable */
export async function request(
  origin: string,
  method: string,
  path: string,
  { token, body, withinMs }: { token?: string; body?: unknown; withinMs: number },
): Promise<Response> {
  try {
    return await fetch(`${origin}${path}`, {
      method,
      // A redirect would take the password elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw refuse('server-unreachable', `Nothing answers at ${origin}.`, { path: '/server' });
  }
}

/** @throws CallRefused as the server refused, or server-unreachable */
export async function refusedBy(response: Response, origin: string): Promise<never> {
  const said: unknown = await response.json().catch(() => null);
  const code = (said as { code?: unknown } | null)?.code;
  if (problem.Check(said) && said.code) {
    throw refuse(said.code, said.detail, { path: said.errors?.[0]?.path });
  }
  if (response.status === 401 && !refusalCodes.some((known) => known === code)) {
    throw refuse('unauthenticated', 'Sign in first.');
  }
  throw refuse('server-unreachable', `The server at ${origin} cannot answer just now.`, {
    path: '/server',
  });
}

/** @throws CallRefused wrong-credentials, too-many, invalid, server-unreachable */
export async function signIn(origin: string, body: SignInRequest): Promise<SignInAnswer> {
  const response = await request(origin, 'POST', '/api/v1/sign-in', {
    body,
    withinMs: 15_000,
  });
  if (!response.ok) return refusedBy(response, origin);
  const answer: unknown = await response.json().catch(() => null);
  if (signInAnswer.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`, {
    path: '/server',
  });
}

/** Best effort: where the server cannot be told, the sign-in ends by its own date. */
export async function signOut(origin: string, token: string): Promise<void> {
  await request(origin, 'POST', '/api/v1/sign-out', { token, withinMs: 3_000 }).catch(() => null);
}

/** @throws CallRefused forbidden, unauthenticated, server-unreachable */
export async function removeSample(origin: string, token: string): Promise<void> {
  const response = await request(origin, 'DELETE', '/api/v1/sample', { token, withinMs: 30_000 });
  if (!response.ok) await refusedBy(response, origin);
}

/** @throws CallRefused forbidden, unauthenticated, server-unreachable */
export async function whatsappOf(origin: string, token: string): Promise<WhatsappSession> {
  const response = await request(origin, 'GET', '/api/v1/whatsapp', { token, withinMs: 15_000 });
  return sessionIn(response, origin);
}

/**
 * What the server answers; null where it answers nothing.
 * @throws CallRefused as the server refused, or server-unreachable
 */
export async function askServer(
  origin: string,
  method: string,
  path: string,
  how: { token: string; body?: unknown; withinMs: number },
): Promise<unknown> {
  const response = await request(origin, method, path, how);
  if (!response.ok) return refusedBy(response, origin);
  return response.status === 204 ? null : response.json().catch(() => undefined);
}

/** Those that this version understands. @throws CallRefused unauthenticated, server-unreachable */
export async function approvedTemplates(origin: string, token: string): Promise<Template[]> {
  const response = await request(origin, 'GET', '/api/v1/whatsapp/templates', {
    token,
    // The server asks Meta, page by page.
    withinMs: 30_000,
  });
  if (!response.ok) return refusedBy(response, origin);
  const answer: unknown = await response.json().catch(() => null);
  if (templateList.Check(answer)) return answer.items.filter((one) => template.Check(one));
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}

/** @throws CallRefused forbidden, unauthenticated, invalid, server-unreachable */
export async function moveWhatsapp(
  origin: string,
  token: string,
  move: WhatsappMove,
  phone?: string,
): Promise<WhatsappSession> {
  const response = await request(origin, 'POST', `/api/v1/whatsapp/${move}`, {
    token,
    ...(move === 'start' && phone !== undefined && { body: { phone } }),
    // A driver may take its time to start or stop.
    withinMs: 45_000,
  });
  return sessionIn(response, origin);
}

/** As they are, or as they are after the choice. @throws CallRefused forbidden, unauthenticated, unsupported, server-unreachable */
export async function whatsappSettings(
  origin: string,
  token: string,
  choice?: WhatsappSettings,
): Promise<WhatsappSettings> {
  const response = await request(
    ...([origin, choice ? 'PATCH' : 'GET', '/api/v1/whatsapp/settings'] as const),
    { token, ...(choice && { body: choice }), withinMs: 15_000 },
  );
  if (!response.ok) return refusedBy(response, origin);
  const answer: unknown = await response.json().catch(() => null);
  if (settings.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}

async function sessionIn(response: Response, origin: string): Promise<WhatsappSession> {
  if (!response.ok) return refusedBy(response, origin);
  const answer: unknown = await response.json().catch(() => null);
  if (whatsappSession.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}
