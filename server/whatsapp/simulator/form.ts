/** A message that comes as a form: its file goes straight to the disk, its fields become a body. */
import type { Multipart } from '@fastify/multipart';
import { type AttachmentKind, largestAttachment } from '#shared/contract/attachment.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Files, KeptFile } from './files.ts';

/** The most bytes of any file. */
export const largestFile = Math.max(...Object.values(largestAttachment));

export type Upload = KeptFile & { name: string | null; mediaType: string };

const inJson = new Set(['look', 'location', 'cards', 'poll', 'choices', 'choice', 'unknown']);
const flags = new Set(['forwarded', 'viewOnce', 'fromMe', 'history']);

/** `keeping` hears of the file at once, so that it is let go of whatever happens next. */
export async function readForm(
  parts: AsyncIterableIterator<Multipart>,
  files: Files,
  keeping: (upload: Upload) => void,
): Promise<Record<string, unknown>> {
  const body: Record<string, unknown> = {};
  for await (const part of parts) {
    if (part.type === 'file') {
      // Beyond the limit the form itself ends with 413; it has the rest of the request read first.
      const kept = await files.keep(part.file, Number.POSITIVE_INFINITY);
      const name = part.filename ? part.filename.slice(0, 1_000) : null;
      keeping({ ...kept, name, mediaType: mediaTypeOf(part.mimetype) });
    } else body[part.fieldname] = fieldOf(part.fieldname, part.value);
  }
  return body;
}

function fieldOf(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (flags.has(field)) return value === 'true' ? true : value === 'false' ? false : value;
  if (!inJson.has(field)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refused('invalid', 'This field takes JSON.', { path: `/${field}` });
  }
}

/** As the sender claims it, where it is one at all. */
function mediaTypeOf(claimed: string | undefined): string {
  const type = (claimed ?? '').toLowerCase();
  return /^[\w.+-]{1,63}\/[\w.+-]{1,63}$/.test(type) ? type : 'application/octet-stream';
}

/** What a phone makes of a file when nobody says: by its claim, as whoever sends it would. */
export function kindOf(mediaType: string): AttachmentKind {
  if (['image/jpeg', 'image/png'].includes(mediaType)) return 'image';
  if (mediaType === 'image/webp') return 'sticker';
  if (['video/mp4', 'video/3gpp'].includes(mediaType)) return 'video';
  return mediaType.startsWith('audio/') ? 'audio' : 'document';
}
