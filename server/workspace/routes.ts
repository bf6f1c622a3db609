import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ClockSetting } from '#shared/contract/workspace.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { changeClock, timeZoneOf } from './workspace.ts';

export type WorkspaceRoutes = { pool: Pool; gates: Gates };

/** The workspace's time zone; everybody may know it, admins choose it. */
export const workspaceRoutes: FastifyPluginAsyncTypebox<WorkspaceRoutes> = async (
  app,
  { pool, gates },
) => {
  const about = { tags: ['workspace'], security: [{ bearer: [] }] };
  app.get(
    '/api/v1/workspace/clock',
    {
      onRequest: gates.requireUser,
      schema: {
        ...about,
        summary: 'The time zone by which days begin',
        response: { 200: ClockSetting },
      },
    },
    async () => ({ timeZone: await timeZoneOf(pool) }),
  );
  app.put(
    '/api/v1/workspace/clock',
    {
      onRequest: gates.requireAdmin,
      schema: {
        ...about,
        summary: 'Choose the time zone by which days begin',
        body: ClockSetting,
        response: { 200: ClockSetting },
      },
    },
    (request) => changeClock(pool, doerOf(request), request.body),
  );
};
