/** The simulator over HTTP; paths are fixed (rest-api.md). It answers this machine only. */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { MessageText } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import { Faults, type Simulator } from './driver.ts';

export type SimulatorRoutes = {
  simulator: Simulator;
  /** False: only this machine is answered. */
  open: boolean;
};

const strict = { additionalProperties: false };
const ofPhone = Type.Object({ phone: Type.String({ maxLength: 40 }) });
const Status = Type.Enum(['sent', 'delivered', 'read', 'played']);
const PhoneMessage = Type.Object({
  whatsappId: Type.String(),
  fromContact: Type.Boolean(),
  text: Type.String(),
  status: Status,
  sentAt: Type.String(),
});
const Phone = Type.Object({
  phone: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
  online: Type.Boolean(),
  lastText: Type.Union([Type.String(), Type.Null()]),
  lastAt: Type.Union([Type.String(), Type.Null()]),
});

function phoneOf(params: { phone: string }): string {
  const phone = toE164(params.phone);
  if (!phone) {
    throw new Refused('invalid', 'This is not a phone number with its country code.', {
      path: '/phone',
    });
  }
  return phone;
}

/** A name that resolves to this machine (DNS rebinding) is not this machine. */
function isLocal(request: FastifyRequest): boolean {
  const name = request.hostname.replace(/^\[|\]$/g, '').replace(/:\d+$/, '');
  const address = request.socket.remoteAddress ?? '';
  return (
    /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address) &&
    /^(localhost|127\.\d+\.\d+\.\d+|::1|\[?::1\]?)$/.test(name)
  );
}

export const simulatorRoutes: FastifyPluginAsyncTypebox<SimulatorRoutes> = async (
  app,
  { simulator, open },
) => {
  const { store } = simulator;
  app.addHook('onRequest', async (request) => {
    if (!open && !isLocal(request)) {
      throw new Refused(
        'forbidden',
        'The simulator answers this machine only; RECADO_SIMULATOR_OPEN=1 opens it.',
      );
    }
  });
  await app.register(fastifyStatic, {
    root: join(import.meta.dirname, 'page'),
    prefix: '/simulator/',
    index: 'index.html',
    redirect: false,
    decorateReply: true,
  });
  app.get('/simulator', { schema: { hide: true } }, (_request, reply) =>
    reply.sendFile('index.html'),
  );

  const tags = ['simulator'];
  app.get(
    '/simulator/contacts',
    {
      schema: {
        tags,
        summary: 'Every phone, newest message first',
        response: { 200: Type.Object({ items: Type.Array(Phone) }) },
      },
    },
    async () => ({ items: store.phones() }),
  );
  app.patch(
    '/simulator/contacts/:phone',
    {
      schema: {
        tags,
        summary: 'Name a phone, take it offline or back',
        params: ofPhone,
        body: Type.Object(
          {
            name: Type.Optional(Type.String({ maxLength: 100 })),
            online: Type.Optional(Type.Boolean()),
          },
          strict,
        ),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      simulator.setPhone(phoneOf(request.params), request.body);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/simulator/contacts/:phone/messages',
    {
      schema: {
        tags,
        summary: 'The contact sends; the same `id` again sends nothing new',
        params: ofPhone,
        body: Type.Object(
          {
            text: MessageText,
            name: Type.Optional(Type.String({ maxLength: 100 })),
            id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' })),
          },
          strict,
        ),
        response: { 202: Type.Object({ whatsappId: Type.String() }) },
      },
    },
    async (request, reply) => {
      const phone = phoneOf(request.params);
      const whatsappId = await simulator.write({ phone, ...request.body });
      return reply.code(202).send({ whatsappId });
    },
  );
  app.get(
    '/simulator/contacts/:phone/messages',
    {
      schema: {
        tags,
        summary: 'Everything that this phone shows, with ticks',
        params: ofPhone,
        response: { 200: Type.Object({ items: Type.Array(PhoneMessage) }) },
      },
    },
    async ({ params }) => ({ items: store.messages(phoneOf(params)) }),
  );
  app.post(
    '/simulator/contacts/:phone/receipts',
    {
      schema: {
        tags,
        summary: 'The phone has got or read everything up to a message',
        params: ofPhone,
        body: Type.Object(
          {
            upTo: Type.String({ maxLength: 100 }),
            status: Type.Enum(['delivered', 'read', 'played']),
          },
          strict,
        ),
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      const { upTo, status } = request.body;
      if (!simulator.receipt(phoneOf(request.params), upTo, status)) {
        throw new Refused('not-found', 'This phone was sent no such message.', { path: '/upTo' });
      }
      return reply.code(202).send(null);
    },
  );
  app.post(
    '/simulator/faults',
    {
      schema: {
        tags,
        summary: 'Misbehave: what is sent changes, the rest stays',
        body: Faults,
        response: { 200: Faults },
      },
    },
    async ({ body }) => simulator.faults(body),
  );

  /** Server-sent events: the number of each phone whose messages changed. */
  app.get('/simulator/changes', { schema: { hide: true } }, (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    reply.raw.write(':\n\n');
    const stop = simulator.onChange((phone) => reply.raw.write(`data: ${phone}\n\n`));
    request.raw.on('close', stop);
  });
};
