/** Fetches and decrypts what came in; asks the phone for it again where WhatsApp has lost it. */
import { createHash } from 'node:crypto';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { downloadContentFromMessage, type proto, type WAMessage } from '@whiskeysockets/baileys';
import { AttachmentGone } from '../driver.ts';
import type { MediaSource } from './inbound-attachment.ts';

export type MediaDeps = {
  /** Asks the phone to upload it again; resolves with the message that says where. */
  askAgain(message: WAMessage): Promise<WAMessage>;
  /** WhatsApp's media host of this session. */
  host(): string | undefined;
  /** How long a phone may take to upload it again. */
  patienceMs: number;
};

type Place = Pick<MediaSource, 'directPath' | 'url'>;

/** @throws AttachmentGone; anything else is worth another try */
export async function fetchMedia(source: MediaSource, deps: MediaDeps): Promise<Readable> {
  if (!source.mediaKey || (!source.directPath && !source.url)) {
    throw new AttachmentGone('The message does not say where its file is.');
  }
  try {
    return await download(source, source, deps);
  } catch (error) {
    // The library's own retry looks for the status where it never is.
    if (!isGone(statusOf(error))) throw error;
  }
  const again = await uploadedAgain(source, deps);
  try {
    return await download(source, again, deps);
  } catch (error) {
    if (isGone(statusOf(error))) throw new AttachmentGone('WhatsApp has lost the file.');
    throw error;
  }
}

const isGone = (status: number | null): boolean => status === 404 || status === 410;

/** The library throws Boom errors: the status is in their output. */
function statusOf(error: unknown): number | null {
  const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
  return typeof status === 'number' ? status : null;
}

async function download(source: MediaSource, place: Place, { host }: MediaDeps): Promise<Readable> {
  const where = {
    mediaKey: Buffer.from(source.mediaKey, 'base64'),
    directPath: place.directPath,
    url: place.url,
  };
  const other = place.url ? undefined : host();
  const bytes = await downloadContentFromMessage(where, source.media, other ? { host: other } : {});
  return source.sha256 ? checked(bytes, source.sha256) : bytes;
}

/** Ends in an error where the bytes are not those that the sender sent. */
function checked(bytes: Readable, sha256: string): Readable {
  const hash = createHash('sha256');
  const check = new Transform({
    transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done: TransformCallback) {
      const same = hash.digest('base64') === sha256;
      done(same ? null : new Error('The file is not what was sent.'));
    },
  });
  bytes.once('error', (error) => check.destroy(error));
  check.once('close', () => bytes.destroy());
  return bytes.pipe(check);
}

async function uploadedAgain(source: MediaSource, deps: MediaDeps): Promise<Place> {
  const member = `${source.media}Message` as 'imageMessage';
  const media: proto.Message.IImageMessage = {
    mediaKey: Buffer.from(source.mediaKey, 'base64'),
    directPath: source.directPath,
    url: source.url,
  };
  const asked: WAMessage = { key: source.key, message: { [member]: media } };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = 'The phone has not uploaded the file again yet.';
    timer = setTimeout(() => reject(new Error(words)), deps.patienceMs);
  });
  try {
    const answer = await Promise.race([deps.askAgain(asked), late]);
    const found = answer.message?.[member];
    return { directPath: found?.directPath ?? null, url: found?.url ?? null };
  } catch (error) {
    if (isGone(statusOf(error))) throw new AttachmentGone('The phone no longer has the file.');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
