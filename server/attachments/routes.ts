/** Attachments over REST: up in one piece or in parts that can be resumed, down with ranges. */
import { pipeline } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import parseRange from 'range-parser';
import { Type } from 'typebox';
import { AttachmentKind } from '#shared/contract/attachment.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Id } from '#shared/contract/scalars.ts';
import { isShown } from '#shared/rules/attachment-type.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import { type Attachments, readableAttachment } from './attachments.ts';
import { drain } from './drain.ts';
import { uploadForm } from './form.ts';
import { NotStored } from './storage/storage.ts';
import { attachmentsPath, openTus } from './tus.ts';
import type { UnfinishedUploads } from './unfinished.ts';

export type AttachmentRoutes = {
  attachments: Attachments;
  unfinished: UnfinishedUploads;
  gates: Gates;
};

const UploadedAttachment = Type.Object({
  id: Id,
  kind: AttachmentKind,
  name: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
  sha256: Type.String(),
});

/** Nothing in it runs, whatever a browser makes of it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const linkSeconds = 300;
const parts = 'application/offset+octet-stream';

const limits = { files: 1, fields: 10, parts: 12, fieldSize: 64 * 1024, fileSize: 2 ** 40 };

/** Names in a header that a browser saves it under. */
const endings: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/3gpp': '.3gp',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'application/pdf': '.pdf',
};

export const attachmentRoutes: FastifyPluginAsyncTypebox<AttachmentRoutes> = async (
  app,
  { attachments, unfinished, gates },
) => {
  app.addHook('onRequest', gates.requireUser);
  // Whoever may not, or sends too much, is answered before everything has come.
  app.addHook('onError', async (request) => drain(request.raw));
  app.removeAllContentTypeParsers();
  await app.register(multipart, { limits });
  const tus = openTus(attachments, unfinished);
  app.addContentTypeParser([parts, '*'], (_request, _body, done) => done(null));

  const about = { tags: ['attachments'], security: [{ bearer: [] }] };
  const params = Type.Object({ id: Id });

  app.post(
    attachmentsPath,
    {
      schema: {
        ...about,
        summary: 'Upload: multipart with a file and, before it, id, kind, name, look; or by tus',
        response: { 200: UploadedAttachment, 201: UploadedAttachment },
      },
    },
    async (request, reply) => {
      if (request.headers['tus-resumable'] !== undefined) return tus.create(request, reply);
      if (!request.isMultipart()) {
        throw new Refused('unsupported', 'Send multipart/form-data, or upload by tus.');
      }
      const { uploaded, repeated } = await uploadForm(attachments, unfinished, request);
      return reply.code(repeated ? 200 : 201).send(uploaded);
    },
  );

  app.route({
    method: ['PATCH', 'DELETE'],
    url: `${attachmentsPath}/:id`,
    schema: { ...about, params, summary: 'The next part of a tus upload, or its end' },
    handler: (request, reply) => tus.resume(request, reply, (request.params as { id: Id }).id),
  });

  const bytes = async (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as { id: Id };
    const isHead = request.method === 'HEAD';
    if (isHead && request.headers['tus-resumable'] !== undefined) {
      return tus.resume(request, reply, id);
    }
    const attachment = await readableAttachment(attachments, id, userOf(request).id);
    const { mediaType, size, sha256, place } = attachment;
    const asked = request.query as { as?: 'download' };
    const type = isShown(mediaType) && asked.as !== 'download' ? 'inline' : 'attachment';
    const name = attachment.name || `${attachment.kind}${endings[mediaType] ?? ''}`;
    const disposition = contentDisposition(name, { type });
    const tag = `"${sha256}"`;
    reply
      .header('content-type', mediaType)
      .header('content-disposition', disposition)
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('accept-ranges', 'bytes')
      .header('etag', tag)
      // Whether it may be seen is asked each time; its bytes never change.
      .header('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    const link = isHead
      ? null
      : await attachments.storage.link(place, { seconds: linkSeconds, mediaType, disposition });
    if (link) return reply.redirect(link, 302);

    const range = rangeOf(request, size, tag);
    if (range === 'none') {
      reply.removeHeader('content-disposition');
      reply.header('content-range', `bytes */${size}`);
      return reply.code(416).type('application/problem+json').send();
    }
    if (range) {
      reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${size}`);
    }
    reply.header('content-length', range ? range.last - range.first + 1 : size);
    if (isHead || size === 0) return reply.send();
    try {
      const stored = await attachments.storage.read(place, range ?? undefined);
      return await reply.send(pipeline(stored, attachments.clearing(), () => {}));
    } catch (error) {
      if (!(error instanceof NotStored)) throw error;
      request.log.error({ err: error, id }, 'the storage has lost an attachment');
      for (const header of Object.keys(reply.getHeaders())) {
        if (/^content-(?!security)|etag|ranges/.test(header)) reply.removeHeader(header);
      }
      throw new Refused('not-found', 'The storage does not have it any more.', { path: '/id' });
    }
  };
  app.route({
    method: ['GET', 'HEAD'],
    url: `${attachmentsPath}/:id`,
    exposeHeadRoute: false,
    schema: {
      ...about,
      params,
      summary: 'The bytes, with ranges',
      querystring: Type.Object(
        { as: Type.Optional(Type.Literal('download')) },
        { additionalProperties: false },
      ),
    },
    handler: bytes,
  });
};

/** One range; null where all of it is meant (several at once are none of ours); `none`: beyond it. */
function rangeOf(
  request: FastifyRequest,
  size: number,
  tag: string,
): { first: number; last: number } | 'none' | null {
  const { range, 'if-range': condition } = request.headers;
  if (!range || size === 0 || (condition !== undefined && condition !== tag)) return null;
  const ranges = parseRange(size, range);
  if (ranges === -1) return 'none';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 || !ranges[0]) return null;
  return { first: ranges[0].start, last: ranges[0].end };
}
