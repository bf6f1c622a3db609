/** A file as the console's own origin serves it: the same for both hosts. */
import type { Readable } from 'node:stream';
import { create as contentDisposition } from 'content-disposition';
import parseRange from 'range-parser';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { Files } from './files.ts';

export type AttachmentRequest = {
  /** From the address; anything at all. */
  id: string;
  range?: string | null;
  download: boolean;
};
export type AttachmentReply = {
  status: number;
  headers: Record<string, string>;
  body: Readable | null;
};

/** What a page may show by itself; whatever could run script in our origin is not among it. */
const shown = /^(?:image\/(?!svg)[\w.+-]+|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf)$/;

const wellFormed = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

const always = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'sandbox',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

export const nothingThere: AttachmentReply = {
  status: 404,
  headers: { ...always, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: null,
};

/** Of a file that is here. */
export function replyWith(
  files: Files,
  { id, name, mediaType }: Pick<Attachment, 'id' | 'name' | 'mediaType'>,
  { range, download }: Omit<AttachmentRequest, 'id'>,
): AttachmentReply {
  const size = files.size(id);
  if (size === null) return nothingThere;
  const inline = shown.test(mediaType) && !download;
  const headers: Record<string, string> = {
    ...always,
    'content-type': wellFormed.test(mediaType) ? mediaType : 'application/octet-stream',
    'content-disposition': contentDisposition(name, { type: inline ? 'inline' : 'attachment' }),
    'accept-ranges': 'bytes',
    // The bytes behind an id never change.
    'cache-control': 'private, max-age=31536000, immutable',
  };
  const ranges = range ? parseRange(size, range) : -2;
  if (ranges === -1) {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: null };
  }
  // Several at once, or none that makes sense: all of it.
  const one = Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 && ranges[0];
  if (!one) {
    return {
      status: 200,
      headers: { ...headers, 'content-length': `${size}` },
      body: files.read(id),
    };
  }
  const { start, end } = one;
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': `${end - start + 1}`,
      'content-range': `bytes ${start}-${end}/${size}`,
    },
    body: files.read(id, { start, end }),
  };
}
