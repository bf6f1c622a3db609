/** The test server's files: tus in, ranges out, with faults on demand. */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Attachment, AttachmentKind } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type FileFaults = {
  /** The connection of an upload or download is cut after so many more bytes. */
  cutAfter: number | null;
  /** Every creation of an upload is refused with this. */
  refuse: { status: number; body: object } | null;
  /** Bytes of a download are other ones. */
  spoil: boolean;
  /** A whole upload is not told of: the connection is cut instead. */
  loseEnd: boolean;
  /** Everything is answered so. */
  status: number | null;
};

type Upload = { metadata: Record<string, string>; size: number; bytes: Buffer };

export function testAttachments() {
  const uploads = new Map<string, Upload>();
  const stored = new Map<Id, { attachment: Attachment; bytes: Buffer }>();
  const faults: FileFaults = {
    cutAfter: null,
    refuse: null,
    spoil: false,
    loseEnd: false,
    status: null,
  };
  /** Bytes of every request that carried some, in order. */
  const sent: number[] = [];
  const asked: (string | undefined)[] = [];

  function store(
    { id, kind, name, mediaType, look }: Record<string, string>,
    bytes: Buffer,
  ): Attachment {
    const attachment: Attachment = {
      id: id ?? randomUUID(),
      kind: kind as AttachmentKind,
      name: name ?? '',
      mediaType: mediaType ?? '',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      state: 'here',
      ...JSON.parse(look ?? '{}'),
    };
    stored.set(attachment.id, { attachment, bytes });
    return attachment;
  }
  function create(request: IncomingMessage, reply: ServerResponse): void {
    const metadata = Object.fromEntries(
      String(request.headers['upload-metadata'])
        .split(',')
        .map((pair) => pair.split(' '))
        .map(([name, value = '']) => [name, Buffer.from(value, 'base64').toString()]),
    );
    const known = stored.get(metadata.id);
    if (known) {
      reply.writeHead(200, {
        'content-type': 'application/json',
        location: `/api/v1/attachments/${known.attachment.id}`,
      });
      reply.end(JSON.stringify(known.attachment));
      return;
    }
    if (faults.refuse) {
      reply.writeHead(faults.refuse.status, { 'content-type': 'application/problem+json' });
      reply.end(JSON.stringify(faults.refuse.body));
      return;
    }
    const place = randomUUID();
    const size = Number(request.headers['upload-length']);
    uploads.set(place, { metadata, size, bytes: Buffer.alloc(0) });
    if (size === 0) store(metadata, Buffer.alloc(0));
    reply.writeHead(201, {
      location: `/api/v1/attachments/tus/${place}`,
      'tus-resumable': '1.0.0',
    });
    reply.end();
  }
  function resume(upload: Upload, request: IncomingMessage, reply: ServerResponse): void {
    const headers = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' };
    const now = () => ({ ...headers, 'upload-offset': upload.bytes.length });
    if (request.method === 'HEAD') {
      reply.writeHead(200, { ...now(), 'upload-length': upload.size });
      reply.end();
      return;
    }
    let count = 0;
    request.on('data', (part: Buffer) => {
      const left = faults.cutAfter === null ? part.length : Math.min(part.length, faults.cutAfter);
      upload.bytes = Buffer.concat([upload.bytes, part.subarray(0, left)]);
      count += left;
      if (faults.cutAfter === null) return;
      faults.cutAfter -= left;
      if (faults.cutAfter > 0) return;
      faults.cutAfter = null;
      request.destroy();
    });
    request.on('close', () => sent.push(count));
    request.on('end', () => {
      if (upload.bytes.length === upload.size) {
        store(upload.metadata, upload.bytes);
        if (faults.loseEnd) {
          faults.loseEnd = false;
          request.socket.destroy();
          return;
        }
      }
      reply.writeHead(204, now());
      reply.end();
    });
  }
  function give(id: Id, request: IncomingMessage, reply: ServerResponse): void {
    asked.push(request.headers.range);
    const found = stored.get(id);
    if (!found) {
      reply.writeHead(404);
      reply.end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const bytes = Buffer.from(found.bytes.subarray(from));
    if (faults.spoil) bytes.fill(0x21);
    faults.spoil = false;
    reply.writeHead(from > 0 ? 206 : 200, {
      'content-length': bytes.length,
      ...(from > 0 && {
        'content-range': `bytes ${from}-${found.bytes.length - 1}/${found.bytes.length}`,
      }),
    });
    if (faults.cutAfter === null) {
      reply.end(bytes);
      return;
    }
    const part = bytes.subarray(0, faults.cutAfter);
    faults.cutAfter = null;
    reply.write(part, () => setImmediate(() => reply.destroy()));
  }

  return {
    faults,
    stored,
    sent,
    asked,
    store,
    /** True where the request was for a file. */
    answers(request: IncomingMessage, reply: ServerResponse): boolean {
      const rest = /^\/api\/v1\/attachments(?:\/(.*))?$/.exec(request.url ?? '');
      if (!rest) return false;
      const upload = uploads.get(rest[1]?.replace(/^tus\//, '') ?? '');
      if (faults.status !== null) {
        reply.writeHead(faults.status);
        reply.end();
      } else if (upload) resume(upload, request, reply);
      else if (request.method === 'POST') create(request, reply);
      else give(rest[1] ?? '', request, reply);
      return true;
    },
  };
}
