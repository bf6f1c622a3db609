import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ClockSetting, WorkspacePatch, WorkspaceSetting } from '#shared/contract/workspace.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { changeClock, changeWorkspace, timeZoneOf, workspaceSetting } from './workspace.ts';

export type WorkspaceRoutes = {
  pool: Pool;
  gates: Gates;
  /** Consoles that are connected hear its name. */
  named?(name: string): void;
};

/** The workspace's name and time zone; everybody may know the clock, admins choose. */
export const workspaceRoutes: FastifyPluginAsyncTypebox<WorkspaceRoutes> = async (
  app,
  { pool, gates, named },
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
  app.get(
    '/api/v1/settings/workspace',
    {
      onRequest: gates.requireAdmin,
      schema: {
        ...about,
        summary: "The workspace's name and time zone",
        response: { 200: WorkspaceSetting },
      },
    },
    () => workspaceSetting(pool),
  );
  app.patch(
    '/api/v1/settings/workspace',
    {
      onRequest: gates.requireAdmin,
      schema: {
        ...about,
        summary: "The workspace's name and time zone: change what is given",
        body: WorkspacePatch,
        response: { 200: WorkspaceSetting },
      },
    },
    async (request) => {
      const now = await changeWorkspace(pool, doerOf(request), request.body);
      if (request.body.name !== undefined) named?.(now.name);
      return now;
    },
  );
};
