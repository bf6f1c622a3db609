/** What the law gives a person: what is kept of them, and that it is kept no longer. For admins. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { create as contentDisposition } from 'content-disposition';
import { Type } from 'typebox';
import { ContactErased, ContactExportQuery } from '#shared/contract/personal-data.ts';
import { Id } from '#shared/contract/scalars.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { type Erasing, eraseContact } from './erasure.ts';
import { type Exporting, exportContact } from './export.ts';

export type PersonalDataRoutes = { erasing: Erasing; exporting: Exporting; gates: Gates };

export const personalDataRoutes: FastifyPluginAsyncTypebox<PersonalDataRoutes> = async (
  app,
  { erasing, exporting, gates },
) => {
  const about = { tags: ['contacts'], security: [{ bearer: [] }] };
  const params = Type.Object({ id: Id });
  const { requireAdmin: onRequest } = gates;

  app.get(
    '/api/v1/contacts/:id/export',
    {
      onRequest,
      schema: {
        ...about,
        summary: 'All that is kept of a person, as a ZIP: a page, JSON, and their files',
        params,
        querystring: ContactExportQuery,
      },
    },
    async (request, reply) => {
      const { language = 'pt-BR' } = request.query;
      const { id } = request.params;
      const archive = await exportContact(exporting, doerOf(request), id, language);
      return reply
        .type('application/zip')
        .header('cache-control', 'no-store')
        .header('content-disposition', contentDisposition(`recado-${id}.zip`))
        .send(archive);
    },
  );

  app.delete(
    '/api/v1/contacts/:id',
    {
      onRequest,
      schema: {
        ...about,
        summary: 'Erase a person',
        description:
          'Everything that is kept of them goes and cannot be had back: what is known of them, their conversation with its notes and files, what they wrote in groups, on the consoles too once they connect. Services stay without a name. The same again changes nothing.',
        params,
        response: { 200: ContactErased },
      },
    },
    async (request) => ({
      erasedAt: await eraseContact(erasing, doerOf(request), request.params.id),
    }),
  );
};
