import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { NewTag, Tag, TagPatch } from '#shared/contract/tag.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { allTags, changeTag, createTag, removeTag, type Tags } from './tags.ts';

export type TagRoutes = { tags: Tags; gates: Gates };

export const tagRoutes: FastifyPluginAsyncTypebox<TagRoutes> = async (app, { tags, gates }) => {
  const about = { tags: ['tags'], security: [{ bearer: [] }] };
  const ById = Type.Object({ id: Id });
  const forAdmins = { ...about, onRequest: gates.requireAdmin };
  const { onRequest } = forAdmins;

  app.get(
    '/api/v1/tags',
    {
      onRequest: gates.requireUser,
      schema: {
        ...about,
        summary: 'All of them, by name',
        response: {
          200: Type.Object({ items: Type.Array(Tag), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async () => ({ items: await allTags(tags), nextCursor: null }),
  );

  app.post(
    '/api/v1/tags',
    { onRequest, schema: { ...about, body: NewTag, response: { 201: Tag } } },
    async (request, reply) =>
      reply.code(201).send(await createTag(tags, doerOf(request), request.body)),
  );

  app.patch(
    '/api/v1/tags/:id',
    { onRequest, schema: { ...about, params: ById, body: TagPatch, response: { 200: Tag } } },
    (request) => changeTag(tags, doerOf(request), request.params.id, request.body),
  );

  app.delete(
    '/api/v1/tags/:id',
    {
      onRequest,
      schema: {
        ...about,
        summary: 'Off everything that has it',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) =>
      reply.code(204).send(await removeTag(tags, doerOf(request), request.params.id)),
  );
};
