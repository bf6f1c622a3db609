import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nullable } from '#shared/contract/scalars.ts';
import { Template } from '#shared/contract/template.ts';
import type { Gates } from '../platform/sign-in.ts';

export type TemplateRoutes = {
  /** Of the driver that is open; none where it has none. */
  templates: () => Promise<Template[]>;
  gates: Pick<Gates, 'requireUser'>;
};

/** What an attendant may write with when WhatsApp takes nothing else. */
export const templateRoutes: FastifyPluginAsyncTypebox<TemplateRoutes> = async (
  app,
  { templates, gates },
) => {
  app.get(
    '/api/v1/whatsapp/templates',
    {
      onRequest: gates.requireUser,
      schema: {
        tags: ['whatsapp'],
        security: [{ bearer: [] }],
        summary: 'The texts that WhatsApp approved',
        response: {
          200: Type.Object({ items: Type.Array(Template), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async () => ({ items: await templates(), nextCursor: null }),
  );
};
