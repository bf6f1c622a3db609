/** The simulator over HTTP; paths are fixed (rest-api.md). It answers this machine only. */
import { join } from 'node:path';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';
import { fromThisMachine } from '../../platform/addresses.ts';
import { actRoutes } from './act-routes.ts';
import { callRoutes } from './call-routes.ts';
import { tellChanges } from './changes.ts';
import type { Simulator } from './driver.ts';
import { Faults } from './faults.ts';
import { largestFile, readForm, type Upload } from './form.ts';
import { groupRoutes } from './group-routes.ts';
import { OnCalls, ofPhone, Phone, PhoneMessage, phoneOf } from './phone.ts';
import { pictureRoutes } from './picture-routes.ts';
import { messageOf, Name, Written } from './written.ts';

export type SimulatorRoutes = {
  simulator: Simulator;
  /** False: only this machine is answered. */
  open: boolean;
};

const strict = { additionalProperties: false };
const personal = Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,100}$' }));
const nothing = { response: { 202: Type.Null() } };

/** A browser says which page asks: another's may not, not even with a form that needs no leave. */
function fromOwnPage({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Drawn or played by a browser, and nothing else. */
const shownInPlace = /^(image\/(png|jpeg|webp|gif)|(audio|video)\/[\w.+-]+)$/;

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
  app.addHook('onRequest', async (request) => {
    if (fromOwnPage(request)) return;
    throw new Refused('forbidden', 'The simulator is not there for the pages of others.');
  });
  const uploads = new WeakMap<FastifyRequest, Upload>();
  const letGo = async (request: FastifyRequest) => uploads.get(request)?.release();
  await app.register(fastifyMultipart, {
    // Hostile names come through as they are: they are the server's to bear.
    preservePath: true,
    limits: { fileSize: largestFile, files: 1, fields: 40, fieldSize: 512 * 1024 },
  });

  await app.register(fastifyStatic, {
    root: join(import.meta.dirname, 'page'),
    prefix: '/simulator/',
    index: false,
    redirect: false,
  });
  app.get('/simulator', hide, (_request, reply) => reply.sendFile('index.html'));
  const telling = new Set<() => void>();
  app.get('/simulator/changes', hide, (_request, reply) => {
    reply.hijack();
    const stop = tellChanges(simulator, reply.raw);
    telling.add(stop);
    reply.raw.on('close', () => telling.delete(stop));
  });
  // The store is closed after this: whoever still listens must not be told of it any more.
  app.addHook('preClose', async () => {
    for (const stop of telling) stop();
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
          {
            name: Type.Optional(Name),
            online: Type.Optional(Type.Boolean()),
            /** WhatsApp's other names for the person. */
            lid: Type.Optional(Type.String({ pattern: '^[1-9]\\d{5,20}$' })),
            bsuid: personal,
            username: personal,
            /** The server hears those, and no number. */
            numberHidden: Type.Optional(Type.Boolean()),
            /** What it does when it is called. */
            calls: Type.Optional(OnCalls),
          },
          strict,
        ),
        response: { 200: Phone },
      },
    },
    async (request) => {
      const phone = phoneOf(request.params);
      for (const field of ['lid', 'bsuid'] as const) {
        const value = request.body[field];
        if (
          value === undefined ||
          [null, phone].includes(store.named({ phone: null, [field]: value }))
        )
          continue;
        throw new Refused('invalid', 'Another phone goes by that.', { path: `/${field}` });
      }
      simulator.setPhone(phone, request.body);
      const made = store.phone(phone);
      if (!made) throw new Error('the phone was not made');
      return made;
    },
  );
  app.post(
    '/simulator/contacts/:phone/messages',
    {
      preValidation: async (request) => {
        if (!request.isMultipart()) return;
        request.body = await readForm(request.parts(), store.files, (upload) =>
          uploads.set(request, upload),
        );
      },
      onResponse: letGo,
      onRequestAbort: letGo,
      schema: {
        ...about,
        summary: 'The contact sends; the same `id` again sends nothing new',
        description:
          'JSON, or a form with a `file` and the same fields. One of text, file, location, cards, poll, choices, choice, viewOnce, unknown; text is also the caption of a file and the question of a poll.',
        consumes: ['application/json', 'multipart/form-data'],
        params: ofPhone,
        body: Written,
        response: { 202: Type.Object({ whatsappId: Type.String() }) },
      },
    },
    async (request, reply) => {
      const phone = phoneOf(request.params);
      const { quotes } = request.body;
      const quoted = quotes === undefined ? null : store.message(phone, quotes);
      const upload = uploads.get(request) ?? null;
      const message = messageOf(phone, request.body, upload, quoted);
      const whatsappId = await simulator.write(message);
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
            /** That message alone, such as a voice note that was played. */
            only: Type.Optional(Type.Boolean()),
          },
          strict,
        ),
        ...nothing,
      },
    },
    async (request, reply) => {
      const { upTo, status, only } = request.body;
      if (!simulator.receipt(phoneOf(request.params), upTo, status, only)) {
        throw new Refused('not-found', 'This phone shows no such message.', { path: '/upTo' });
      }
      return reply.code(202).send(null);
    },
  );

  await app.register(actRoutes, { simulator });
  await app.register(pictureRoutes, { simulator });
  await app.register(groupRoutes, { simulator });
  await app.register(callRoutes, { simulator });
  app.get(
    '/simulator/attachments/:nth',
    {
      schema: {
        ...about,
        summary: 'The file of a message, as its `url` names it; with ranges',
        params: Type.Object({ nth: Type.Integer({ minimum: 1 }) }),
      },
    },
    async (request, reply) => {
      const file = store.file(request.params.nth);
      if (!file) throw new Refused('not-found', 'There is no such file.');
      const how = { contentType: false, maxAge: '1y', immutable: true, root: store.files.folder };
      // Whatever somebody sent, it is no page of this origin.
      reply.header('content-security-policy', "default-src 'none'; sandbox");
      reply.header('x-content-type-options', 'nosniff');
      reply.type(shownInPlace.test(file.mediaType) ? file.mediaType : 'application/octet-stream');
      if (shownInPlace.test(file.mediaType)) return reply.sendFile(file.sha256, how);
      return reply.download(file.sha256, file.name ?? file.sha256, how);
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
