import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Id } from '#shared/contract/scalars.ts';
import { NewServiceView, ServiceView, ServiceViewPatch } from '#shared/contract/service-view.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import { changeView, createView, removeView, type Views } from './views.ts';
import { listViews } from './views-store.ts';

export type ViewRoutes = { views: Views; gates: Gates };

export const viewRoutes: FastifyPluginAsyncTypebox<ViewRoutes> = async (app, { views, gates }) => {
  const about = { tags: ['services'], security: [{ bearer: [] }] };
  const onRequest = gates.requireAdmin;
  const params = Type.Object({ id: Id });

  app.get(
    '/api/v1/service-views',
    {
      onRequest,
      schema: {
        ...about,
        summary: 'Named filters of the list of services: those shared by all admins, and one’s own',
        querystring: PageQuery,
        response: { 200: pageOf(ServiceView) },
      },
    },
    (request) =>
      readPage(request.query, (after, limit) =>
        listViews(views.pool, userOf(request).id, after, limit),
      ),
  );

  app.post(
    '/api/v1/service-views',
    { onRequest, schema: { ...about, body: NewServiceView, response: { 201: ServiceView } } },
    async (request, reply) =>
      reply.code(201).send(await createView(views, userOf(request), request.body)),
  );

  app.patch(
    '/api/v1/service-views/:id',
    {
      onRequest,
      schema: {
        ...about,
        summary: 'Of those shared any admin may change name and filter',
        ...{ params, body: ServiceViewPatch, response: { 200: ServiceView } },
      },
    },
    (request) => changeView(views, userOf(request), request.params.id, request.body),
  );

  app.delete(
    '/api/v1/service-views/:id',
    { onRequest, schema: { ...about, params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await removeView(views, userOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
