import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { create as contentDisposition } from 'content-disposition';
import { Type } from 'typebox';
import { Id } from '#shared/contract/scalars.ts';
import { exportLanguages } from '#shared/contract/service-list.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import { serviceInFull } from '../desk/reading-services.ts';
import { noteAct } from '../platform/audit.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import { workspaceOf } from '../users/users.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { transcriptOf, writeTranscript } from './transcript.ts';
import { openTypefaces } from './typefaces.ts';

export type TranscriptRoutes = { pool: Pool; now(): Date; gates: Gates };

export const transcriptRoutes: FastifyPluginAsyncTypebox<TranscriptRoutes> = async (
  app,
  { pool, now, gates },
) => {
  const typefaces = openTypefaces();
  app.get(
    '/api/v1/services/:id/transcript.pdf',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['services'],
        security: [{ bearer: [] }],
        summary: 'The service as a document to be read and printed; notes only where asked for',
        params: Type.Object({ id: Id }),
        querystring: Type.Object(
          {
            language: Type.Optional(Type.Enum([...exportLanguages])),
            notes: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        produces: ['application/pdf'],
      },
    },
    async (request, reply) => {
      const { language = 'en', notes = false } = request.query;
      const service = await serviceInFull(pool, request.params.id);
      const [timeZone, workspace] = await Promise.all([timeZoneOf(pool), workspaceOf(pool)]);
      await noteAct(pool, doerOf(request), {
        action: 'services.exported',
        subject: { kind: 'services', id: service.id },
        changes: { format: { to: 'pdf' }, notes: { to: notes } },
      });
      const name = attachmentName(transcriptOf(service, language));
      return reply
        .type('application/pdf')
        .header('content-disposition', contentDisposition(name))
        .send(
          writeTranscript({
            ...{ pool, typefaces, service, workspace, timeZone, language, notes, now: now() },
          }),
        );
    },
  );
};
