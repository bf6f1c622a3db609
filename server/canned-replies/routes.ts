import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { CannedReply, CannedReplyPatch, NewCannedReply } from '#shared/contract/canned-reply.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import {
  type CannedReplies,
  changeCannedReply,
  createCannedReply,
  removeCannedReply,
} from './canned-replies.ts';
import { listCannedReplies } from './store.ts';

const Page = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
const checkId = Compile(Id);

function afterOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (checkId.Check(id)) return id;
  throw new Refused('invalid', 'This is not a cursor of ours.', { path: '/cursor' });
}

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
        querystring: Page,
        response: {
          200: Type.Object({ items: Type.Array(CannedReply), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { limit = 50, cursor } = request.query;
      const { id } = userOf(request);
      const items = await listCannedReplies(canned.pool, id, afterOf(cursor), limit + 1);
      const last = items.length > limit ? items[limit - 1] : undefined;
      const nextCursor = last ? Buffer.from(last.id).toString('base64url') : null;
      return { items: items.slice(0, limit), nextCursor };
    },
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
      reply.code(201).send(await createCannedReply(canned, userOf(request), request.body)),
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
    async (request) => changeCannedReply(canned, userOf(request), request.params.id, request.body),
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
      await removeCannedReply(canned, userOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
