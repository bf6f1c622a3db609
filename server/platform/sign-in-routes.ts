import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { SignInAnswer, SignInRequest } from '#shared/contract/sign-in.ts';
import type { Pool } from './postgres/pool.ts';
import { bearerOf, doerOf, endSignIn, type Gates, hashOfToken, type SignIn } from './sign-in.ts';

export type SignInRoutes = {
  pool: Pool;
  gates: Gates;
  signIn: SignIn;
  /** Cuts the connections of one sign-in. */
  endConnections(tokenHash: Buffer): void;
};

export const signInRoutes: FastifyPluginAsyncTypebox<SignInRoutes> = async (
  app,
  { pool, gates, signIn, endConnections },
) => {
  const tags = ['sign-in'];

  app.post(
    '/api/v1/sign-in',
    { schema: { tags, body: SignInRequest, response: { 200: SignInAnswer } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return signIn(request.body, request.ip);
    },
  );

  app.post(
    '/api/v1/sign-out',
    {
      schema: { tags, security: [{ bearer: [] }], response: { 204: Type.Null() } },
      onRequest: gates.requireUser,
    },
    async (request, reply) => {
      const token = bearerOf(request);
      if (token !== null) {
        await endSignIn(pool, doerOf(request), token);
        endConnections(hashOfToken(token));
      }
      return reply.code(204).send(null);
    },
  );
};
