import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AuditEntry, AuditQuery } from '#shared/contract/audit.ts';
import { pageOf, readPage } from '../platform/paging.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import type { Gates } from '../platform/sign-in.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { listAudit } from './store.ts';

export type AuditRoutes = { pool: Pool; gates: Gates };

export const auditRoutes: FastifyPluginAsyncTypebox<AuditRoutes> = async (app, { pool, gates }) => {
  app.get(
    '/api/v1/audit',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['audit'],
        security: [{ bearer: [] }],
        summary: 'Who did what, the newest first. It is kept for good, and nobody can change it',
        querystring: AuditQuery,
        response: { 200: pageOf(AuditEntry) },
      },
    },
    async ({ query: { limit, cursor, ...filter } }) => {
      const timeZone = await timeZoneOf(pool);
      return readPage({ ...(limit && { limit }), ...(cursor && { cursor }) }, (before, most) =>
        listAudit(pool, timeZone, filter, before, most),
      );
    },
  );
};
