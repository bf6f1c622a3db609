import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { CreatedUser } from '#shared/contract/password.ts';
import { Id } from '#shared/contract/scalars.ts';
import { NewUser, User, UserPatch } from '#shared/contract/user.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import type { Codes } from './codes.ts';
import type { Factors } from './factor.ts';
import { listUsers } from './store.ts';
import { changeUser, createUser, type Users } from './users.ts';

export type UsersRoutes = {
  users: Users;
  gates: Gates;
  invite: Codes['invite'];
  endFactorOf: Factors['endOf'];
};

export const usersRoutes: FastifyPluginAsyncTypebox<UsersRoutes> = async (
  app,
  { users, gates, invite, endFactorOf },
) => {
  const about = { tags: ['users'], security: [{ bearer: [] }] };
  // Before the body is read: who may not ask is told that, not what is wrong with the question.
  app.addHook('onRequest', gates.requireAdmin);

  app.get(
    '/api/v1/users',
    { schema: { ...about, querystring: PageQuery, response: { 200: pageOf(User) } } },
    async ({ query }) => readPage(query, (after, limit) => listUsers(users.pool, after, limit)),
  );

  app.post(
    '/api/v1/users',
    { schema: { ...about, body: NewUser, response: { 201: CreatedUser } } },
    async (request, reply) => {
      const { body } = request;
      const by = doerOf(request);
      const user = await createUser(users, by, body);
      const invitation = body.password === undefined ? await invite(by, user.id) : undefined;
      reply.header('cache-control', 'no-store');
      return reply.code(201).send({ ...user, ...(invitation && { invitation }) });
    },
  );

  app.patch(
    '/api/v1/users/:id',
    {
      schema: {
        ...about,
        params: Type.Object({ id: Id }),
        body: UserPatch,
        response: { 200: User },
      },
    },
    async (request) => changeUser(users, doerOf(request), request.params.id, request.body),
  );

  app.delete(
    '/api/v1/users/:id/second-factor',
    {
      schema: {
        ...about,
        summary: 'For whoever has lost their phone; one that is not there is no fault',
        params: Type.Object({ id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await endFactorOf(doerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
