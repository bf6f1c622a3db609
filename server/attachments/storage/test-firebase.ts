/**
 * For tests: what Firebase's storage answers, on loopback. Its own emulator needs Java; this is no
 * more than the calls that its package makes: the resumable protocol, metadata, reading, deleting.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export async function firebaseDouble() {
  const objects = new Map<string, { bytes: Buffer; mediaType: string; token: string }>();
  const begun = new Map<string, { name: string; mediaType: string; parts: Buffer[] }>();

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://double');
    const name = decodeURIComponent(/^\/v0\/b\/recado\/o\/(.+)$/.exec(url.pathname)?.[1] ?? '');
    const body = await buffer(request).catch(() => Buffer.alloc(0));
    const say = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(value));
    const about = (of: string) => {
      const object = objects.get(of);
      return {
        name: of,
        bucket: 'recado',
        size: String(object?.bytes.length),
        contentType: object?.mediaType,
        downloadTokens: object?.token,
      };
    };
    const boundary = /boundary=(\S+)/.exec(request.headers['content-type'] ?? '')?.[1];
    if (request.method === 'POST' && boundary) {
      const [, , content = ''] = body.toString('latin1').split(`--${boundary}`);
      const of = url.searchParams.get('name') ?? '';
      const bytes = Buffer.from(content.slice(content.indexOf('\r\n\r\n') + 4, -2), 'latin1');
      const mediaType = /Content-Type: (\S+)/.exec(content)?.[1] ?? '';
      objects.set(of, { bytes, mediaType, token: randomUUID() });
      return say(200, about(of));
    }
    const command = request.headers['x-goog-upload-command'];
    if (request.method === 'POST' && command === 'start') {
      const id = randomUUID();
      const mediaType = String(request.headers['x-goog-upload-header-content-type']);
      begun.set(id, { name: url.searchParams.get('name') ?? '', mediaType, parts: [] });
      const { port } = server.address() as AddressInfo;
      const uploadUrl = `http://127.0.0.1:${port}/v0/b/recado/o?upload_id=${id}`;
      return say(200, {}, { 'x-goog-upload-url': uploadUrl, 'x-goog-upload-status': 'active' });
    }
    if (request.method === 'POST' && command) {
      const upload = begun.get(url.searchParams.get('upload_id') ?? '');
      if (!upload) return say(404, {});
      const received = Buffer.concat(upload.parts).length;
      const status = { 'x-goog-upload-size-received': String(received) };
      if (command === 'query') return say(200, {}, { ...status, 'x-goog-upload-status': 'active' });
      if (Number(request.headers['x-goog-upload-offset']) !== received) return say(400, {});
      upload.parts.push(body);
      if (!String(command).includes('finalize')) {
        return say(200, {}, { 'x-goog-upload-status': 'active' });
      }
      const { name: of, mediaType, parts } = upload;
      objects.set(of, { bytes: Buffer.concat(parts), mediaType, token: randomUUID() });
      return say(200, about(of), { 'x-goog-upload-status': 'final' });
    }
    if (request.method === 'GET' && url.pathname === '/v0/b/recado/o') {
      return say(200, { prefixes: [], items: [] });
    }
    const object = objects.get(name);
    if (!object) return say(404, { error: { code: 404, message: 'Not Found.' } });
    if (request.method === 'DELETE') {
      objects.delete(name);
      return response.writeHead(204).end();
    }
    if (url.searchParams.get('alt') !== 'media') return say(200, about(name));
    if (url.searchParams.get('token') !== object.token) return say(403, {});
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const part = range
      ? object.bytes.subarray(Number(range[1]), Number(range[2]) + 1)
      : object.bytes;
    response.writeHead(range ? 206 : 200, { 'content-type': object.mediaType }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    names: () => [...objects.keys()],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
