/** Uploads in one piece, as a form sends them. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import { type AttachmentKind, largestAttachment } from '#shared/contract/attachment.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { userOf } from '../platform/sign-in.ts';
import { askedOf, type Fields } from './asked.ts';
import {
  type Attachments,
  storeUpload,
  tooLarge,
  type Uploaded,
  uploadedBefore,
} from './attachments.ts';
import type { UnfinishedUploads } from './unfinished.ts';

/** Boundaries, headers and fields beside the file. */
const besides = 256 * 1024;
const largest: AttachmentKind = 'document';

function atMost(kind: AttachmentKind): Transform {
  let room = largestAttachment[kind];
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      room -= chunk.length;
      if (room < 0) done(tooLarge(kind, '/file'));
      else done(null, chunk);
    },
  });
}

/** @throws Refused invalid, too-large, duplicate-id */
export async function uploadForm(
  deps: Attachments,
  unfinished: UnfinishedUploads,
  request: FastifyRequest,
): Promise<{ uploaded: Uploaded; repeated: boolean }> {
  if (Number(request.headers['content-length'] ?? 0) > largestAttachment[largest] + besides) {
    throw tooLarge(largest, '/file');
  }
  const userId = userOf(request).id;
  const file = await unfinished.scratch(randomUUID());
  const fields: Fields = {};
  let arrived = false;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (part.valueTruncated) {
          throw new Refused('too-large', `${part.fieldname} is too long.`, {
            path: `/${part.fieldname}`,
          });
        }
        fields[part.fieldname] = part.value;
        continue;
      }
      fields.name ??= part.filename;
      fields.mediaType ??= part.mimetype;
      // Fields that come before the file let it be refused early.
      const { kind } = askedOf(fields);
      await pipeline(
        part.file,
        atMost(kind ?? largest),
        deps.clearing(),
        createWriteStream(file, { flags: 'wx' }),
      );
      arrived = true;
    }
    if (!arrived) throw new Refused('invalid', 'The form has no file.', { path: '/file' });
    const { id, ...asked } = askedOf(fields);
    const before = id && (await uploadedBefore(deps, id, userId));
    if (before) return { uploaded: before, repeated: true };
    const uploaded = await storeUpload(deps, file, { ...asked, id: id ?? newId() }, userId);
    return { uploaded, repeated: false };
  } finally {
    await rm(file, { force: true });
  }
}
