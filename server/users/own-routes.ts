/** What everybody may do with what is their own: name, password, and where they are signed in. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { OwnPassword, OwnProfile, OwnSignIn } from '#shared/contract/own-account.ts';
import { Id } from '#shared/contract/scalars.ts';
import {
  FactorChange,
  FactorConfirm,
  NewFactor,
  OwnFactor,
  RecoveryCodes,
} from '#shared/contract/second-factor.ts';
import { User } from '#shared/contract/user.ts';
import { bearerOf, doerOf, type Gates, userOf } from '../platform/sign-in.ts';
import type { Factors } from './factor.ts';
import { changeOwnPassword, endOwnSignIn, type OwnAccount, ownSignIns } from './own-account.ts';
import { changeUser, type Users } from './users.ts';

export type OwnRoutes = { users: Users; own: OwnAccount; factors: Factors; gates: Gates };

export const ownRoutes: FastifyPluginAsyncTypebox<OwnRoutes> = async (
  app,
  { users, own, factors, gates },
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

  const factor = '/api/v1/me/second-factor';
  app.get(factor, { schema: { ...about, response: { 200: OwnFactor } } }, (request) =>
    factors.own(userOf(request).id),
  );
  app.post(
    factor,
    {
      schema: {
        ...about,
        summary: 'A secret for an app on one’s phone; it counts once a code of it was given',
        body: FactorChange,
        response: { 201: NewFactor },
      },
    },
    async (request, reply) => {
      const made = await factors.begin(doerOf(request), request.body.password);
      reply.header('cache-control', 'no-store');
      return reply.code(201).send(made);
    },
  );
  app.put(
    factor,
    {
      schema: {
        ...about,
        summary: 'From here on signing in takes a code; with codes to have in reserve',
        body: FactorConfirm,
        response: { 200: RecoveryCodes },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return { codes: await factors.confirm(doerOf(request), request.body.code) };
    },
  );
  // A DELETE has no body, and a password has no place in an address.
  app.post(
    `${factor}/end`,
    {
      schema: {
        ...about,
        summary: 'Signing in takes the password alone again',
        body: FactorChange,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await factors.end(doerOf(request), request.body.password);
      return reply.code(204).send(null);
    },
  );
};
