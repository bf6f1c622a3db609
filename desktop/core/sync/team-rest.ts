/** Teams, routing and availability over REST: done now or not at all. */
import { Compile } from 'typebox/compile';
import type { Id } from '#shared/contract/scalars.ts';
import {
  type NewTeam,
  type RoutingPatch,
  RoutingSettings,
  Team,
  type TeamPatch,
} from '#shared/contract/team.ts';
import type { Availability } from '#shared/contract/user.ts';
import { refuse } from '../refuse.ts';
import { askServer } from './server-rest.ts';

const team = Compile(Team);
const routingSettings = Compile(RoutingSettings);
export type Signed = { origin: string; token: string };

async function ask<T>(
  { origin, token }: Signed,
  method: string,
  path: string,
  body: unknown,
  check: { Check(value: unknown): value is T },
): Promise<T> {
  const answer = await askServer(origin, method, path, { token, body, withinMs: 15_000 });
  if (check.Check(answer)) return answer;
  throw refuse('server-unreachable', `What answers at ${origin} is not Recado.`);
}
const nothing = { Check: (value: unknown): value is null => value === null };

/** @throws CallRefused as the server refused, or server-unreachable */
export const saveTeam = (to: Signed, id: Id | null, asked: NewTeam | TeamPatch): Promise<Team> =>
  id === null
    ? ask(to, 'POST', '/api/v1/teams', asked, team)
    : ask(to, 'PATCH', `/api/v1/teams/${id}`, asked, team);

/** @throws CallRefused as the server refused, or server-unreachable */
export const routingOf = (to: Signed): Promise<RoutingSettings> =>
  ask(to, 'GET', '/api/v1/routing', undefined, routingSettings);

/** @throws CallRefused as the server refused, or server-unreachable */
export const saveRouting = (to: Signed, patch: RoutingPatch): Promise<RoutingSettings> =>
  ask(to, 'PATCH', '/api/v1/routing', patch, routingSettings);

/** @throws CallRefused as the server refused, or server-unreachable */
export const saveCapacity = (to: Signed, userId: Id, capacity: number): Promise<null> =>
  ask(to, 'PUT', `/api/v1/users/${userId}/capacity`, { capacity }, nothing);

/** @throws CallRefused unauthenticated, server-unreachable */
export const saveAvailability = (to: Signed, availability: Availability): Promise<null> =>
  ask(to, 'PUT', '/api/v1/availability', { availability }, nothing);
