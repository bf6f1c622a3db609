/** What everybody may do with what is their own: name, password, and where they are signed in. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { OwnPassword, OwnProfile, OwnSignIn } from '#shared/contract/own-account.ts';
import { Id } from '#shared/contract/scalars.ts';
import { User } from '#shared/contract/user.ts';
import { bearerOf, doerOf, type Gates, userOf } from '../platform/sign-in.ts';
import { changeOwnPassword, endOwnSignIn, type OwnAccount, ownSignIns } from './own-account.ts';
import { changeUser, type Users } from './users.ts';

export type OwnRoutes = { users: Users; own: OwnAccount; gates: Gates };

export const ownRoutes: FastifyPluginAsyncTypebox<OwnRoutes> = async (
  app,
  { users, own, gates },
) => {
  const about = { tags: ['own account'], security: [{ bearer: [] }] };
  app.addHook('onRequest', gates.requireUser);

  app.get(
    '/api/v1/me/sign-ins',
    { schema: { ...about, response: { 200: Type.Object({ items: Type.Array(OwnSignIn) }) } } },
    async (request) => ({
      items: await ownSignIns(own, userOf(request).id, bearerOf(request) ?? ''),
    }),
  );

  app.delete(
    '/api/v1/me/sign-ins/:id',
    {
      schema: {
        ...about,
        summary: 'Sign out elsewhere; a sign-in that is over already is no fault',
        params: Type.Object({ id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await endOwnSignIn(own, doerOf(request), userOf(request).id, request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.patch(
    '/api/v1/me',
    { schema: { ...about, body: OwnProfile, response: { 200: User } } },
    async (request) => {
      const { id } = userOf(request);
      return changeUser(users, doerOf(request), id, request.body);
    },
  );

  app.put(
    '/api/v1/me/password',
    {
      schema: {
        ...about,
        summary: 'Another password; every other sign-in ends',
        body: OwnPassword,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await changeOwnPassword(own, doerOf(request), bearerOf(request) ?? '', request.body);
      return reply.code(204).send(null);
    },
  );
};
