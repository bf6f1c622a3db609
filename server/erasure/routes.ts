import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ContactErased } from '#shared/contract/erasure.ts';
import { Id } from '#shared/contract/scalars.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { type Erasing, eraseContact } from './erasure.ts';

export type ErasureRoutes = { erasing: Erasing; gates: Gates };

export const erasureRoutes: FastifyPluginAsyncTypebox<ErasureRoutes> = async (
  app,
  { erasing, gates },
) => {
  app.delete(
    '/api/v1/contacts/:id',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['contacts'],
        security: [{ bearer: [] }],
        summary: 'Erase a person',
        description:
          'Everything that is kept of them goes and cannot be had back: what is known of them, their conversation with its notes and files, what they wrote in groups, on the consoles too once they connect. Services stay without a name. The same again changes nothing.',
        params: Type.Object({ id: Id }),
        response: { 200: ContactErased },
      },
    },
    async (request) => ({
      erasedAt: await eraseContact(erasing, doerOf(request), request.params.id),
    }),
  );
};
