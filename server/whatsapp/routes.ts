import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Gates } from '../platform/sign-in.ts';
import type { Whatsapp } from './whatsapp.ts';

export type WhatsappRoutes = { whatsapp: Whatsapp; gates: Gates };

/** The session over REST, for admins; every console hears its state over its socket. */
export const whatsappRoutes: FastifyPluginAsyncTypebox<WhatsappRoutes> = async (
  app,
  { whatsapp, gates },
) => {
  const about = { tags: ['whatsapp'], security: [{ bearer: [] }] };
  app.addHook('onRequest', gates.requireAdmin);
  app.get(
    '/api/v1/whatsapp',
    {
      schema: {
        ...about,
        summary: 'The WhatsApp session',
        response: { 200: WhatsappSession },
      },
    },
    async () => whatsapp.session(),
  );
  const moves = {
    start: 'Start the session',
    stop: 'Stop it; what is sent meanwhile waits',
    unlink: 'Stop it and forget the phone',
  } as const;
  for (const [move, summary] of Object.entries(moves)) {
    app.post(
      `/api/v1/whatsapp/${move}`,
      {
        schema: { ...about, summary, response: { 202: WhatsappSession } },
      },
      async (_request, reply) => {
        await whatsapp[move as keyof typeof moves]();
        return reply.code(202).send(whatsapp.session());
      },
    );
  }
};
