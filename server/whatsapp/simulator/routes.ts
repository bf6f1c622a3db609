/** The simulator over HTTP; paths are fixed (rest-api.md). It answers this machine only. */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MessageText } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Instant, nullable } from '#shared/contract/scalars.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import { fromThisMachine } from '../../platform/addresses.ts';
import { tellChanges } from './changes.ts';
import type { Simulator } from './driver.ts';
import { Faults } from './faults.ts';
import { phoneStatuses } from './store.ts';

export type SimulatorRoutes = {
  simulator: Simulator;
  /** False: only this machine is answered. */
  open: boolean;
};

const strict = { additionalProperties: false };
const ofPhone = Type.Object({ phone: Type.String({ maxLength: 40 }) });
const Status = Type.Enum([...phoneStatuses]);
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const PhoneMessage = Type.Object({
  whatsappId: Type.String(),
  fromContact: Type.Boolean(),
  text: Type.String(),
  status: Status,
  sentAt: Instant,
});
const Phone = Type.Object({
  phone: Type.String(),
  name: nullable(Type.String()),
  online: Type.Boolean(),
  lastText: nullable(Type.String()),
  lastFromContact: nullable(Type.Boolean()),
  lastStatus: nullable(Status),
  lastAt: nullable(Instant),
  unread: Type.Integer(),
});
const FromContact = Type.Object(
  {
    text: MessageText,
    name: Type.Optional(Name),
    id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' })),
  },
  strict,
);

/** What a phone can send one day, so that it is not taken for a slip of the pen. */
const comesLater = [
  'location',
  'file',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'contact',
];
const later = () =>
  new Refused(
    'unsupported',
    'Phones send text only in this version; attachments and places come later.',
  );

function phoneOf(params: { phone: string }): string {
  const phone = toE164(params.phone);
  if (!phone) {
    const words = 'This is not a phone number with its country code.';
    throw new Refused('invalid', words, { path: '/phone' });
  }
  return phone;
}

export const simulatorRoutes: FastifyPluginAsyncTypebox<SimulatorRoutes> = async (
  app,
  { simulator, open },
) => {
  const { store } = simulator;
  const about = { tags: ['simulator'] };
  const hide = { schema: { hide: true } };
  app.addHook('onRequest', async (request) => {
    if (open || fromThisMachine(request)) return;
    const words = 'The simulator answers this machine only; RECADO_SIMULATOR_OPEN=1 opens it.';
    throw new Refused('forbidden', words);
  });
  app.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(later()));

  await app.register(fastifyStatic, {
    root: join(import.meta.dirname, 'page'),
    prefix: '/simulator/',
    index: false,
    redirect: false,
  });
  app.get('/simulator', hide, (_request, reply) => reply.sendFile('index.html'));
  app.get('/simulator/changes', hide, (_request, reply) => {
    reply.hijack();
    tellChanges(simulator, reply.raw);
  });

  app.get(
    '/simulator/contacts',
    {
      schema: {
        ...about,
        summary: 'The phones; those in use last come first',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 200 }),
          search: Type.Optional(Type.String({ maxLength: 100 })),
        }),
        response: { 200: Type.Object({ items: Type.Array(Phone) }) },
      },
    },
    async ({ query }) => ({ items: store.phones(query.limit, query.search) }),
  );
  app.patch(
    '/simulator/contacts/:phone',
    {
      schema: {
        ...about,
        summary: 'Make a phone, name it, take it offline or back',
        params: ofPhone,
        body: Type.Object(
          { name: Type.Optional(Name), online: Type.Optional(Type.Boolean()) },
          strict,
        ),
        response: { 200: Phone },
      },
    },
    async (request) => {
      const phone = phoneOf(request.params);
      simulator.setPhone(phone, request.body);
      const made = store.phone(phone);
      if (!made) throw new Error('the phone was not made');
      return made;
    },
  );
  app.post(
    '/simulator/contacts/:phone/messages',
    {
      preValidation: async ({ body }) => {
        const asked = typeof body === 'object' && body !== null ? body : {};
        if (comesLater.some((kind) => kind in asked)) throw later();
      },
      schema: {
        ...about,
        summary: 'The contact sends; the same `id` again sends nothing new',
        params: ofPhone,
        body: FromContact,
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
        ...about,
        summary: 'Everything that this phone shows, with ticks, in its order',
        params: ofPhone,
        querystring: Type.Object({
          /** So many of the newest. */
          last: Type.Optional(Type.Integer({ minimum: 1 })),
        }),
        response: { 200: Type.Object({ items: Type.Array(PhoneMessage) }) },
      },
    },
    async ({ params, query }) => ({ items: store.messages(phoneOf(params), query.last) }),
  );
  app.post(
    '/simulator/contacts/:phone/receipts',
    {
      schema: {
        ...about,
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
        throw new Refused('not-found', 'This phone shows no such message.', { path: '/upTo' });
      }
      return reply.code(202).send(null);
    },
  );
  app.post(
    '/simulator/faults',
    {
      schema: {
        ...about,
        summary: 'Misbehave: what is sent changes, the rest stays',
        body: Faults,
        response: { 200: Type.Omit(Faults, ['drop']) },
      },
    },
    async ({ body }) => simulator.faults(body),
  );
};
