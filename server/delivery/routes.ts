import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { OutboxEmail } from '#shared/contract/email.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import type { Gates } from '../platform/sign-in.ts';
import { listEmails } from './store.ts';

export type DeliveryRoutes = { pool: Pool; gates: Gates };

export const deliveryRoutes: FastifyPluginAsyncTypebox<DeliveryRoutes> = async (
  app,
  { pool, gates },
) => {
  app.get(
    '/api/v1/outbox/emails',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['outbox'],
        security: [{ bearer: [] }],
        summary: 'E-mails of the workspace, the newest first',
        querystring: PageQuery,
        response: { 200: pageOf(OutboxEmail) },
      },
    },
    async ({ query }) => readPage(query, (before, limit) => listEmails(pool, before, limit)),
  );
};
