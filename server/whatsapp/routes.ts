import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { nullable } from '#shared/contract/scalars.ts';
import { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import type { Whatsapp } from './whatsapp.ts';

export type WhatsappRoutes = { whatsapp: Whatsapp; gates: Gates };

const StartBody = Type.Object(
  { phone: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })) },
  { additionalProperties: false },
);

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
  app.post(
    '/api/v1/whatsapp/start',
    {
      schema: {
        ...about,
        summary: 'Start the session',
        description: 'With a phone: a linked device pairs by a code typed there, not by a QR.',
        body: nullable(StartBody),
        response: { 202: WhatsappSession },
      },
    },
    async (request, reply) => {
      await whatsapp.start(request.body?.phone, doerOf(request));
      return reply.code(202).send(whatsapp.session());
    },
  );
  const moves = {
    stop: 'Stop it; what is sent meanwhile waits',
    unlink: 'Stop it and forget the phone',
  } as const;
  for (const [move, summary] of Object.entries(moves)) {
    app.post(
      `/api/v1/whatsapp/${move}`,
      {
        schema: { ...about, summary, response: { 202: WhatsappSession } },
      },
      async (request, reply) => {
        await whatsapp[move as keyof typeof moves](doerOf(request));
        return reply.code(202).send(whatsapp.session());
      },
    );
  }
};
