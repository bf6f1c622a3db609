/** What the office asks, as the table of its routes has it. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Question } from '#shared/contract/bridge.ts';
import { type OfficeRoute, officeRoutes } from '#shared/contract/office.ts';
import { refuse } from '../refuse.ts';
import { askServer } from './server-rest.ts';
import type { Signed } from './team-rest.ts';

/** A year's figures of a large workspace take their time. */
const withinMs = 60_000;
const checks = new Map<OfficeRoute, ReturnType<typeof Compile<TSchema>>>();
function checkOf(route: OfficeRoute) {
  const known = checks.get(route) ?? Compile<TSchema>(officeRoutes[route].answer);
  checks.set(route, known);
  return known;
}

/** @throws CallRefused invalid, where the path lacks what stands in it */
export function officePath({ route, params, query }: Question<'office'>): string {
  const path = route.slice(route.indexOf(' ') + 1).replace(/:(\w+)/g, (_whole, name: string) => {
    const value = params?.[name];
    if (value) return encodeURIComponent(value);
    throw refuse('invalid', `The path needs its ${name}.`, { path: `/params/${name}` });
  });
  const asked = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `/api/v1${path}${asked && `?${asked}`}`;
}

/** @throws CallRefused as the server refused, invalid, or server-unreachable */
export async function askOffice(
  { origin, token }: Signed,
  question: Question<'office'>,
): Promise<unknown> {
  const { route, body } = question;
  const method = route.slice(0, route.indexOf(' '));
  const path = officePath(question);
  const answer = await askServer(origin, method, path, { token, body, withinMs });
  if (checkOf(route).Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not this version of Recado.`);
}
