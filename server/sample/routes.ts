import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Id } from '#shared/contract/scalars.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { doerOf, type Gates, userOf } from '../platform/sign-in.ts';
import { removeSample } from './sample.ts';

export type SampleRoutes = {
  pool: Pool;
  gates: Gates;
  /** Cuts every connection of a user whose sign-ins are over. */
  endSignIns(userId: Id): void;
  /** Gives the open services of a user back to waiting. */
  returnServicesOf(userId: Id, actorId: Id | null): Promise<void>;
  /** Makes every console begin again from a snapshot. */
  resetConsoles(): void;
};

export const sampleRoutes: FastifyPluginAsyncTypebox<SampleRoutes> = async (
  app,
  { pool, gates, endSignIns, returnServicesOf, resetConsoles },
) => {
  app.addHook('onRequest', gates.requireAdmin);

  app.delete(
    '/api/v1/sample',
    {
      schema: {
        tags: ['sample'],
        summary: 'Takes the sample workspace away; what is real stays',
        security: [{ bearer: [] }],
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { attendants, kept } = await removeSample(pool, doerOf(request));
      for (const id of attendants) endSignIns(id);
      for (const id of kept) await returnServicesOf(id, userOf(request).id);
      resetConsoles();
      return reply.code(204).send(null);
    },
  );
};
