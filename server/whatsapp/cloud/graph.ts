/** Calls to Meta's Graph API: plain fetch, with an end to every wait. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { OutgoingAttachment } from '../driver.ts';
import { CloudError, reader } from './envelope.ts';
import { notReached } from './line.ts';
import type { Payload } from './payload.ts';
import type { CloudSettings } from './settings.ts';

/** What Graph answers when it does not do it. */
export class GraphRefusal extends Error {
  readonly status: number;
  /** Null: something in between answered, not Graph. */
  readonly error: (CloudError & { error_subcode?: number }) | null;
  readonly retryAfterMs: number | null;
  constructor(response: Response, error: GraphRefusal['error']) {
    super(error?.message ?? `Meta answered ${response.status}.`);
    this.status = response.status;
    this.error = error;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.retryAfterMs = seconds >= 0 ? Math.min(seconds, 3_600) * 1_000 : null;
  }
}

/** No answer. `reached`: it may have been done all the same. */
export class GraphAway extends Error {
  readonly reached: boolean;
  constructor(cause: unknown) {
    const { message, cause: inner } = cause as Error & { cause?: NodeJS.ErrnoException };
    super(`Meta cannot be reached: ${inner?.message || inner?.code || message}`, { cause });
    this.reached = !notReached.has(inner?.code ?? '');
  }
}
const readRefusal = reader(
  Type.Object({
    error: Type.Object({
      ...CloudError.properties,
      error_subcode: Type.Optional(Type.Number()),
    }),
  }),
);
const readUploaded = reader(Type.Object({ id: Type.String() }));

export type Graph = {
  /** @throws GraphRefusal, GraphAway */
  get(path: string): Promise<unknown>;
  /** @throws GraphRefusal, GraphAway */
  post(path: string, payload: Payload): Promise<unknown>;
  /** Streams it there. @returns Meta's id of the file @throws GraphRefusal, GraphAway */
  upload(attachment: OutgoingAttachment): Promise<string>;
  /** The bytes behind a link that Graph gave. @throws GraphRefusal, GraphAway */
  download(url: string): Promise<Readable>;
};

/** The slowest upload that is waited for, in bytes a ms. */
const slowest = 20;

export function openGraph(
  { base, token, phoneId }: Pick<CloudSettings, 'base' | 'token' | 'phoneId'>,
  answerMs = 30_000,
): Graph {
  const root = base.replace(/\/+$/, '');

  async function ask(url: string, init: RequestInit, ms = answerMs): Promise<Response> {
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(new Error(`no answer in ${ms} ms`)), ms);
    try {
      const headers = { ...(init.headers as object), authorization: `Bearer ${token}` };
      const response = await fetch(url, { ...init, headers, signal: over.signal });
      if (response.ok) return response;
      const body: unknown = await response.json().catch(() => null);
      throw new GraphRefusal(response, readRefusal(body)?.error ?? null);
    } catch (error) {
      throw error instanceof GraphRefusal ? error : new GraphAway(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async function json(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (error) {
      throw new GraphAway(error);
    }
  }

  return {
    get: async (path) => json(await ask(`${root}/${path}`, {})),
    post: async (path, payload) =>
      json(
        await ask(`${root}/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(payload),
        }),
      ),
    async upload(attachment) {
      const form = formOf(attachment, await attachment.open());
      const answer = await ask(
        `${root}/${phoneId}/media`,
        {
          method: 'POST',
          headers: {
            'content-type': `multipart/form-data; boundary=${form.boundary}`,
            'content-length': String(form.length),
          },
          body: Readable.toWeb(form.body) as ReadableStream,
          duplex: 'half',
        } as RequestInit,
        answerMs + attachment.size / slowest,
      ).finally(() => form.body.destroy());
      const uploaded = readUploaded(await json(answer));
      if (!uploaded) throw new GraphAway(new Error('the answer to an upload names no file'));
      return uploaded.id;
    },
    async download(url) {
      // The token goes with it: over TLS, or to the base that the settings name.
      if (!url.startsWith('https://') && new URL(url).origin !== new URL(root).origin) {
        throw new Error('Meta gave a link that is not safe to follow');
      }
      const { body } = await ask(url, {});
      return body
        ? Readable.fromWeb(body as import('node:stream/web').ReadableStream)
        : Readable.from([]);
    },
  };
}

/** Without the parameters: `audio/ogg; codecs=opus` is `audio/ogg`. */
const plainType = (mediaType: string): string => mediaType.split(';')[0]?.trim() ?? mediaType;

const quoted = (name: string): string =>
  name.replace(/["\r\n]/g, (character) => encodeURIComponent(character));

/** Fetch's own FormData would want the whole file first. */
function formOf({ name, mediaType, size }: OutgoingAttachment, file: Readable) {
  const boundary = `recado-${randomUUID()}`;
  const field = (of: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${of}"\r\n\r\n${value}\r\n`;
  const type = plainType(mediaType);
  const before = Buffer.from(
    `${field('messaging_product', 'whatsapp')}${field('type', type)}--${boundary}\r\n` +
      `content-disposition: form-data; name="file"; filename="${quoted(name)}"\r\n` +
      `content-type: ${type}\r\n\r\n`,
  );
  const after = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* parts() {
    yield before;
    yield* file;
    yield after;
  }
  const body = Readable.from(parts(), { objectMode: false });
  return { boundary, body, length: before.length + size + after.length };
}
