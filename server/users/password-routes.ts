import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { PasswordCode, PasswordReset, PasswordResetConfirm } from '#shared/contract/password.ts';
import { Id } from '#shared/contract/scalars.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import type { Codes } from './codes.ts';

export type PasswordRoutes = { codes: Codes; gates: Gates };

export const passwordRoutes: FastifyPluginAsyncTypebox<PasswordRoutes> = async (
  app,
  { codes, gates },
) => {
  const tags = ['sign-in'];

  app.post(
    '/api/v1/password-reset',
    {
      schema: {
        tags,
        summary: 'A code by e-mail. The answer is the same, whether there is such a user or not',
        body: PasswordReset,
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      await codes.ask(request.body.email, request.ip);
      return reply.code(202).send(null);
    },
  );

  app.post(
    '/api/v1/password-reset/confirm',
    {
      schema: {
        tags,
        summary: 'Another password, with the code. Every sign-in of the user ends',
        body: PasswordResetConfirm,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await codes.confirm(request.body, request.ip);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/users/:id/code',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['users'],
        security: [{ bearer: [] }],
        summary: 'A code to hand over: with it the user chooses a password. Shown this once',
        params: Type.Object({ id: Id }),
        response: { 201: PasswordCode },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return reply.code(201).send(await codes.handOver(doerOf(request), request.params.id));
    },
  );
};
