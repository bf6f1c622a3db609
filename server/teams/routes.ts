import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refused } from '#shared/contract/refusal.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { NewTeam, RoutingPatch, RoutingSettings, Team, TeamPatch } from '#shared/contract/team.ts';
import { AvailabilityChoice, CapacityChoice } from '#shared/contract/user.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import { setAvailability } from './availability.ts';
import { listTeams } from './store.ts';
import {
  changeCapacity,
  changeRouting,
  changeTeam,
  createTeam,
  settingsOfRouting,
  type Teams,
} from './teams.ts';

const Page = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
const TeamPage = Type.Object({ items: Type.Array(Team), nextCursor: nullable(Type.String()) });
const checkId = Compile(Id);

function afterOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (checkId.Check(id)) return id;
  throw new Refused('invalid', 'This is not a cursor of ours.', { path: '/cursor' });
}

export type TeamsRoutes = { teams: Teams; gates: Gates };

export const teamsRoutes: FastifyPluginAsyncTypebox<TeamsRoutes> = async (
  app,
  { teams, gates },
) => {
  const about = { tags: ['teams'], security: [{ bearer: [] }] };
  // Before the body is read: who may not ask is told that, not what is wrong with the question.
  const forAll = { onRequest: gates.requireUser };
  const forAdmins = { onRequest: gates.requireAdmin };

  app.get(
    '/api/v1/teams',
    {
      ...forAll,
      schema: { ...about, summary: 'Teams', querystring: Page, response: { 200: TeamPage } },
    },
    async ({ query: { limit = 50, cursor } }) => {
      const items = await listTeams(teams.pool, afterOf(cursor), limit + 1);
      const last = items.length > limit ? items[limit - 1] : undefined;
      const nextCursor = last ? Buffer.from(last.id).toString('base64url') : null;
      return { items: items.slice(0, limit), nextCursor };
    },
  );

  app.post(
    '/api/v1/teams',
    {
      ...forAdmins,
      schema: { ...about, summary: 'Make a team', body: NewTeam, response: { 201: Team } },
    },
    async (request, reply) => reply.code(201).send(await createTeam(teams, request.body)),
  );

  app.patch(
    '/api/v1/teams/:id',
    {
      ...forAdmins,
      schema: {
        ...about,
        summary: 'Change a team; members, when sent, replace those who were. None is deleted.',
        params: Type.Object({ id: Id }),
        body: TeamPatch,
        response: { 200: Team },
      },
    },
    async ({ params, body }) => changeTeam(teams, params.id, body),
  );

  app.get(
    '/api/v1/routing',
    {
      ...forAdmins,
      schema: {
        ...about,
        summary: 'How services are given out',
        response: { 200: RoutingSettings },
      },
    },
    () => settingsOfRouting(teams),
  );

  app.patch(
    '/api/v1/routing',
    {
      ...forAdmins,
      schema: {
        ...about,
        summary: 'Change how services are given out',
        body: RoutingPatch,
        response: { 200: RoutingSettings },
      },
    },
    async ({ body }) => changeRouting(teams, body),
  );

  app.put(
    '/api/v1/users/:id/capacity',
    {
      ...forAdmins,
      schema: {
        ...about,
        summary: 'Up to how many open services routing gives somebody more',
        params: Type.Object({ id: Id }),
        body: CapacityChoice,
        response: { 204: Type.Null() },
      },
    },
    async ({ params, body }, reply) => {
      await changeCapacity(teams, params.id, body.capacity);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/v1/availability',
    {
      ...forAll,
      schema: {
        ...about,
        summary: 'Say that one is online, or away',
        body: AvailabilityChoice,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await setAvailability(teams, userOf(request).id, request.body.availability);
      return reply.code(204).send(null);
    },
  );
};
