import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Id } from '#shared/contract/scalars.ts';
import { NewTeam, RoutingPatch, RoutingSettings, Team, TeamPatch } from '#shared/contract/team.ts';
import { AvailabilityChoice, CapacityChoice } from '#shared/contract/user.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import { doerOf, type Gates, userOf } from '../platform/sign-in.ts';
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
      schema: {
        ...about,
        summary: 'Teams',
        querystring: PageQuery,
        response: { 200: pageOf(Team) },
      },
    },
    async ({ query }) => readPage(query, (after, limit) => listTeams(teams.pool, after, limit)),
  );

  app.post(
    '/api/v1/teams',
    {
      ...forAdmins,
      schema: { ...about, summary: 'Make a team', body: NewTeam, response: { 201: Team } },
    },
    async (request, reply) =>
      reply.code(201).send(await createTeam(teams, doerOf(request), request.body)),
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
    async (request) => changeTeam(teams, doerOf(request), request.params.id, request.body),
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
    async (request) => changeRouting(teams, doerOf(request), request.body),
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
    async (request, reply) => {
      const { params, body } = request;
      await changeCapacity(teams, doerOf(request), params.id, body.capacity);
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
