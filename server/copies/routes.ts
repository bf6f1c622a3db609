import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { CopyPatch, CopySettings } from '#shared/contract/copies.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { changeCopies, copySettings } from './store.ts';

export type CopiesRoutes = {
  pool: Pool;
  gates: Gates;
  /** Consoles that are connected hear of it by connecting anew. */
  changed(): void;
};

/** What consoles keep on the machines they run on; for admins. */
export const copiesRoutes: FastifyPluginAsyncTypebox<CopiesRoutes> = async (
  app,
  { pool, gates, changed },
) => {
  const about = { tags: ['workspace'], security: [{ bearer: [] }] };
  const forAdmins = { onRequest: gates.requireAdmin };
  app.get(
    '/api/v1/copies',
    {
      ...forAdmins,
      schema: { ...about, summary: 'What consoles keep', response: { 200: CopySettings } },
    },
    () => copySettings(pool),
  );
  app.patch(
    '/api/v1/copies',
    {
      ...forAdmins,
      schema: {
        ...about,
        summary: 'Change what consoles keep: wiped on sign-out, bounded in size',
        body: CopyPatch,
        response: { 200: CopySettings },
      },
    },
    async (request) => {
      const now = await changeCopies(pool, doerOf(request), request.body);
      changed();
      return now;
    },
  );
};
