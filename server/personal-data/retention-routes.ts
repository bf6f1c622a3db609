import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { RetentionCount, RetentionQuery } from '#shared/contract/retention.ts';
import { addSetting } from '../platform/setting-routes.ts';
import type { Gates } from '../platform/sign-in.ts';
import { type Retaining, retentionCount, retentionSetting } from './retention.ts';

export type RetentionRoutes = { retaining: Pick<Retaining, 'pool' | 'now'>; gates: Gates };

export const retentionRoutes: FastifyPluginAsyncTypebox<RetentionRoutes> = async (
  app,
  { retaining, gates },
) => {
  addSetting(
    app as never,
    { pool: retaining.pool, gates },
    {
      path: 'retention',
      setting: retentionSetting,
      summary: 'How long messages and their files are kept',
    },
  );
  app.get(
    '/api/v1/settings/retention/count',
    {
      onRequest: gates.requireAdmin,
      schema: {
        ...{ tags: ['settings'], security: [{ bearer: [] }] },
        summary: 'What would go if no more than so many months were kept',
        querystring: RetentionQuery,
        response: { 200: RetentionCount },
      },
    },
    ({ query }) => retentionCount(retaining, query.months),
  );
};
