import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Id } from '#shared/contract/scalars.ts';
import { NewUser, User, UserPatch } from '#shared/contract/user.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import { listUsers } from './store.ts';
import { changeUser, createUser, type Users } from './users.ts';

export const usersRoutes: FastifyPluginAsyncTypebox<{ users: Users; gates: Gates }> = async (
  app,
  { users, gates },
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
    { schema: { ...about, body: NewUser, response: { 201: User } } },
    async (request, reply) => reply.code(201).send(await createUser(users, request.body)),
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
    async (request) => changeUser(users, userOf(request).id, request.params.id, request.body),
  );
};
