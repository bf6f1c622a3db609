/** The desk over REST; paths and shapes are fixed (rest-api.md). */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { v7 as newId } from 'uuid';
import type { Attachment } from '#shared/contract/attachment.ts';
import { sendableKinds } from '#shared/contract/command.ts';
import { MessageText } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { ServiceDetail, ServiceMessage } from '#shared/contract/service-detail.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import { carryOut, openService } from './commands.ts';
import type { Desk } from './desk.ts';
import { messagesAfter, type SaidMessage, serviceInFull, serviceRow } from './reading-services.ts';
import { named } from './service-rows.ts';

const strict = { additionalProperties: false };
function toMessageItem(row: SaidMessage, thumbnails = false): ServiceMessage {
  const { thumbnail, waveform: _, ...attachment } = row.attachment ?? {};
  return {
    id: row.id,
    direction: row.direction,
    kind: row.kind,
    text: row.text ?? undefined,
    ...(row.attachment && {
      attachment: { ...attachment, ...(thumbnails && thumbnail && { thumbnail }) } as Attachment,
    }),
    content: row.content,
    author: named(row.authorId, row.authorName),
    sender: row.sender,
    status: row.status ?? undefined,
    failure: row.failure ?? undefined,
    sentAt: row.sentAt,
    editedAt: row.editedAt,
    deletedAt: row.deletedAt,
  };
}

/** The last position, opaque to callers. */
const pack = (parts: string[]): string => Buffer.from(parts.join(' ')).toString('base64url');
function unpack(cursor: string | undefined, shape: RegExp): string[] | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!shape.test(text)) {
    throw new Refused('invalid', 'This is not a cursor of ours.', { path: '/cursor' });
  }
  return text.split(' ');
}

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }));
const Cursor = Type.Optional(Type.String({ maxLength: 200 }));

export type DeskRoutes = { desk: Desk; gates: Gates };

export const deskRoutes: FastifyPluginAsyncTypebox<DeskRoutes> = async (app, { desk, gates }) => {
  app.addHook('onRequest', gates.requireUser);
  const tags = ['services'];
  const security = [{ bearer: [] }];
  const ById = Type.Object({ id: Id });

  const one = (id: Id) => serviceRow(desk.pool, id);
  const detail = (id: Id) => serviceInFull(desk.pool, id);

  app.post(
    '/api/v1/services',
    {
      schema: {
        tags,
        security,
        summary: 'Start a service with someone who did not write first',
        body: Type.Object(
          { contactId: Type.Optional(Id), phone: Type.Optional(Type.String({ maxLength: 30 })) },
          strict,
        ),
        response: { 200: ServiceDetail, 201: ServiceDetail },
      },
    },
    async (request, reply) => {
      const { contactId, phone } = request.body;
      if ((contactId === undefined) === (phone === undefined)) {
        throw new Refused('invalid', 'Give either contactId or phone.', { path: '/contactId' });
      }
      const number = phone === undefined ? null : toE164(phone);
      if (phone !== undefined && !number) {
        throw new Refused('invalid', 'This is not a phone number with its country code.', {
          path: '/phone',
        });
      }
      const who = number ? { phone: number } : { contactId: contactId ?? '' };
      const { serviceId, made } = await openService(desk, userOf(request), who);
      return reply.code(made ? 201 : 200).send(await detail(serviceId));
    },
  );

  app.get(
    '/api/v1/services/:id',
    {
      schema: {
        tags,
        security,
        summary: 'A service with its steps',
        params: ById,
        response: { 200: ServiceDetail },
      },
    },
    ({ params }) => detail(params.id),
  );

  const Transfer = Type.Object(
    {
      attendantId: Type.Optional(Id),
      teamId: Type.Optional(nullable(Id)),
      note: Type.Optional(MessageText),
    },
    strict,
  );
  const disposals = {
    start: { type: 'startService', summary: 'Take a waiting service', body: undefined },
    finish: { type: 'finishService', summary: 'Finish an open service', body: undefined },
    transfer: {
      type: 'transferService',
      summary: 'Hand it to another attendant, or to a team (null: everybody’s queue)',
      body: Transfer,
    },
  } as const;
  for (const [path, { type, summary, body }] of Object.entries(disposals)) {
    app.post(
      `/api/v1/services/:id/${path}`,
      {
        schema: {
          tags,
          security,
          summary,
          params: ById,
          ...(body && { body }),
          response: { 200: ServiceDetail },
        },
      },
      async (request) => {
        const service = await one(request.params.id);
        const { note, ...given } = (request.body ?? {}) as Static<typeof Transfer>;
        const answer = await carryOut(desk, userOf(request), {
          id: newId(),
          type,
          conversationId: service.conversationId,
          serviceId: service.id,
          ...given,
          ...(note !== undefined && { note: { messageId: newId(), text: note } }),
        } as Parameters<typeof carryOut>[2]);
        if (!answer.ok) throw new Refused(answer.code, answer.detail, answer);
        return detail(service.id);
      },
    );
  }

  app.get(
    '/api/v1/services/:id/messages',
    {
      schema: {
        tags,
        security,
        summary: 'Its messages, oldest first',
        params: ById,
        querystring: Type.Object(
          { limit: Limit, cursor: Cursor, thumbnails: Type.Optional(Type.Boolean()) },
          strict,
        ),
        response: {
          200: Type.Object({
            items: Type.Array(ServiceMessage),
            nextCursor: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    async ({ params, query }) => {
      await one(params.id);
      const limit = query.limit ?? 50;
      const after = Number(unpack(query.cursor, /^\d{1,9}$/)?.[0] ?? 0);
      const rows = await messagesAfter(desk.pool, params.id, after, limit);
      const last = rows.at(-1);
      return {
        items: rows.map((row) => toMessageItem(row, query.thumbnails)),
        nextCursor: last && rows.length === limit ? pack([String(last.position)]) : null,
      };
    },
  );

  app.post(
    '/api/v1/services/:id/messages',
    {
      schema: {
        tags,
        security,
        summary: 'Answer; the same id again gives the first answer',
        params: ById,
        body: Type.Object(
          {
            id: Id,
            kind: Type.Enum(
              sendableKinds.filter((kind) => !['location', 'cards', 'choice'].includes(kind)),
            ),
            text: Type.Optional(MessageText),
            attachmentId: Type.Optional(Id),
          },
          strict,
        ),
        response: { 200: ServiceMessage, 201: ServiceMessage },
      },
    },
    async (request, reply) => {
      const service = await one(request.params.id);
      const user = userOf(request);
      const { id, kind, text, attachmentId } = request.body;
      const answer = await carryOut(
        desk,
        user,
        {
          id,
          type: 'sendMessage',
          conversationId: service.conversationId,
          messageId: id,
          kind,
          ...(text !== undefined && { text }),
          ...(attachmentId !== undefined && { attachmentId }),
        },
        { serviceId: service.id },
      );
      if (!answer.ok) throw new Refused(answer.code, answer.detail, answer);
      const { message } = answer.value;
      if (!message) throw new Refused('duplicate-id', 'This id belongs to another command.');
      const item = toMessageItem({ ...message, authorName: user.name });
      return reply.code(answer.repeated ? 200 : 201).send(item);
    },
  );
};
