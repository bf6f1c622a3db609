import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { CannedReply, CannedReplyPatch, NewCannedReply } from '#shared/contract/canned-reply.ts';
import { Id } from '#shared/contract/scalars.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import { doerOf, type Gates, userOf } from '../platform/sign-in.ts';
import {
  type CannedReplies,
  changeCannedReply,
  createCannedReply,
  removeCannedReply,
} from './canned-replies.ts';
import { listCannedReplies } from './store.ts';

export type CannedRoutes = { canned: CannedReplies; gates: Gates };

export const cannedRoutes: FastifyPluginAsyncTypebox<CannedRoutes> = async (
  app,
  { canned, gates },
) => {
  const about = { tags: ['canned replies'], security: [{ bearer: [] }] };
  const forAll = { onRequest: gates.requireUser };
  const params = Type.Object({ id: Id });

  app.get(
    '/api/v1/canned-replies',
    {
      ...forAll,
      schema: {
        ...about,
        summary: 'Everybody’s canned replies, and one’s own',
        querystring: PageQuery,
        response: { 200: pageOf(CannedReply) },
      },
    },
    async (request) =>
      readPage(request.query, (after, limit) =>
        listCannedReplies(canned.pool, userOf(request).id, after, limit),
      ),
  );

  app.post(
    '/api/v1/canned-replies',
    {
      ...forAll,
      schema: {
        ...about,
        summary: 'Make a canned reply: one’s own, or (admins) everybody’s',
        body: NewCannedReply,
        response: { 201: CannedReply },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await createCannedReply(canned, userOf(request), doerOf(request), request.body)),
  );

  app.patch(
    '/api/v1/canned-replies/:id',
    {
      ...forAll,
      schema: {
        ...about,
        summary: 'Change a canned reply',
        params,
        body: CannedReplyPatch,
        response: { 200: CannedReply },
      },
    },
    async (request) =>
      changeCannedReply(canned, userOf(request), doerOf(request), request.params.id, request.body),
  );

  app.delete(
    '/api/v1/canned-replies/:id',
    {
      ...forAll,
      schema: {
        ...about,
        summary: 'Delete a canned reply',
        params,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await removeCannedReply(canned, userOf(request), doerOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
