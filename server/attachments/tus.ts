/** Uploads in parts that can be resumed, by the tus protocol. */
import type { IncomingMessage } from 'node:http';
import { Metadata, Server, type ServerOptions, type Upload } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import { largestAttachment } from '#shared/contract/attachment.ts';
import { type Problem, Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { diskFull } from '../platform/faults.ts';
import { diskFullWords, problemOf, problemOfRefusal } from '../platform/refusals.ts';
import { userOf } from '../platform/sign-in.ts';
import { askedOf } from './asked.ts';
import {
  type Attachments,
  removeUnsent,
  storeUpload,
  tooLarge,
  type Uploaded,
  uploadedBefore,
} from './attachments.ts';
import { drain } from './drain.ts';
import type { UnfinishedUploads } from './unfinished.ts';

export const attachmentsPath = '/api/v1/attachments';

export type TusRoutes = {
  create(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** HEAD, PATCH, DELETE. */
  resume(request: FastifyRequest, reply: FastifyReply, id: Id): Promise<void>;
};

type Standing = { stored: Uploaded } | { upload: Upload } | null;

export function openTus(deps: Attachments, unfinished: UnfinishedUploads): TusRoutes {
  /** Whose request it is, and of which upload: `tus` alone would take that from the query, too. */
  const asked = new WeakMap<IncomingMessage, { owner: Id; id: Id | undefined }>();
  const askedBy = (request: Parameters<NonNullable<ServerOptions['getFileIdFromRequest']>>[0]) => {
    const raw = request.runtime?.node?.req as IncomingMessage | undefined;
    return raw && asked.get(raw);
  };
  const finishing = new Map<Id, Promise<Uploaded>>();

  const tus = new Server({
    path: attachmentsPath,
    datastore: unfinished,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: (_request, metadata) => metadata?.id || newId(),
    getFileIdFromRequest: (request) => askedBy(request)?.id,
    async onUploadCreate(request, upload) {
      const owner = askedBy(request)?.owner;
      if (!owner) throw new Error('an upload begins with nobody');
      return { metadata: { ...upload.metadata, owner } };
    },
    async onUploadFinish(request, { id }) {
      const stored = await finish(id);
      // The protocol has PATCH answer without a body.
      if (request.method !== 'POST') return {};
      return { body: JSON.stringify(stored), headers: { 'content-type': 'application/json' } };
    },
    onResponseError(_request, error) {
      const problem = problemFor(error);
      if (problem.status >= 500) deps.log.error({ err: error }, 'an upload failed');
      return { status_code: problem.status, body: JSON.stringify(problem) };
    },
  });
  const write = tus.write.bind(tus);
  tus.write = (context, headers, status, body = '') => {
    if (status < 400) return write(context, headers, status, body);
    headers.set('content-type', 'application/problem+json; charset=utf-8');
    const isProblem = body.startsWith('{');
    return write(
      context,
      headers,
      status,
      isProblem ? body : JSON.stringify(problemOf(status, body.trim())),
    );
  };

  /** Whole: into the storage. Several may ask at once. */
  function finish(id: Id): Promise<Uploaded> {
    const known = finishing.get(id);
    if (known) return known;
    const work = (async () => {
      const upload = await unfinished.find(id);
      const { owner, ...fields } = upload?.metadata ?? {};
      if (!upload || !owner) throw new Refused('not-found', 'There is no such upload.');
      try {
        const stored = await storeUpload(
          deps,
          unfinished.fileOf(id),
          { ...askedOf(fields), id },
          owner,
        );
        await unfinished.remove(id);
        return stored;
      } catch (error) {
        // It will not do, whatever one tries.
        if (error instanceof Refused) await unfinished.remove(id);
        throw error;
      }
    })().finally(() => finishing.delete(id));
    finishing.set(id, work);
    return work;
  }

  /** How an upload stands; one that is whole is finished first. @throws Refused duplicate-id */
  async function standing(id: Id, userId: Id): Promise<Standing> {
    const stored = await uploadedBefore(deps, id, userId);
    if (stored) return { stored };
    const upload = await unfinished.find(id);
    if (!upload) return null;
    if (upload.metadata?.owner !== userId) {
      throw new Refused('duplicate-id', 'Another upload has this id.', { path: '/id' });
    }
    return upload.offset === upload.size ? { stored: await finish(id) } : { upload };
  }

  async function handOver(request: FastifyRequest, reply: FastifyReply, id?: Id): Promise<void> {
    reply.hijack();
    asked.set(request.raw, { owner: userOf(request).id, id });
    try {
      await tus.handle(request.raw, reply.raw);
    } catch (error) {
      deps.log.error({ err: error }, 'an upload could not be answered');
      reply.raw.destroy();
    }
    drain(request.raw);
  }

  const about = (reply: FastifyReply, offset: number) =>
    reply
      .header('tus-resumable', '1.0.0')
      .header('cache-control', 'no-store')
      .header('upload-offset', offset);

  return {
    async create(request, reply) {
      const header = request.headers['upload-metadata'];
      const length = request.headers['upload-length'];
      const size = typeof length === 'string' && /^\d{1,15}$/.test(length) ? Number(length) : null;
      if (size === null) {
        throw new Refused('invalid', 'Upload-Length must say how many bytes there are.', {
          path: '/size',
        });
      }
      const said = askedOf(metadataOf(header));
      const kind = said.kind ?? 'document';
      if (size > largestAttachment[kind]) throw tooLarge(kind, '/size');
      const now = said.id && (await standing(said.id, userOf(request).id));
      if (!now) return handOver(request, reply);
      reply.header('location', `${attachmentsPath}/${said.id}`);
      drain(request.raw);
      if ('stored' in now) return void about(reply, now.stored.size).code(200).send(now.stored);
      if (now.upload.size !== size) {
        throw new Refused('duplicate-id', 'Another upload has this id.', { path: '/id' });
      }
      return void about(reply, now.upload.offset).code(201).send();
    },
    async resume(request, reply, id) {
      const now = await standing(id, userOf(request).id).catch((error: unknown) => {
        // Whose it is, is nobody else's to know.
        if (error instanceof Refused && error.refusal.code === 'duplicate-id') return null;
        throw error;
      });
      if (!now) throw new Refused('not-found', 'There is no such upload.', { path: '/id' });
      if ('upload' in now) return handOver(request, reply, id);
      const { size } = now.stored;
      drain(request.raw);
      if (request.method === 'HEAD') {
        return void about(reply, size).header('upload-length', size).code(200).send();
      }
      if (request.method === 'DELETE') {
        if (await removeUnsent(deps, id)) return void about(reply, 0).code(204).send();
        throw new Refused('forbidden', 'A message has this attachment.', { path: '/id' });
      }
      if (request.headers['upload-offset'] === String(size)) {
        return void about(reply, size).code(204).send();
      }
      throw new Refused('duplicate-id', 'All of it is here.', { path: '/id' });
    },
  };
}

function metadataOf(header: unknown): Record<string, string | null> {
  if (header === undefined || header === '') return {};
  try {
    return Metadata.parse(String(header));
  } catch {
    throw new Refused('invalid', 'Upload-Metadata must be names with values in base64.', {
      path: '/metadata',
    });
  }
}

function problemFor(error: Error | { status_code: number; body: string }): Problem {
  if (error instanceof Refused) return problemOfRefusal(error);
  if (diskFull(error)) return problemOf(507, diskFullWords);
  if (error instanceof Error && !('status_code' in error)) {
    return problemOf(500, 'Something went wrong on the server. It is in its log.');
  }
  const { status_code: status, body } = error as { status_code: number; body: string };
  const code = status === 413 ? 'too-large' : status === 404 ? 'not-found' : undefined;
  return problemOf(status, body.trim(), { code });
}
