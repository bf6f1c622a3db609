/** For tests: Meta's side. A double of the Graph API on loopback, and webhooks with a signature. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { CloudSettings } from './settings.ts';

export type Asked = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  json: () => Record<string, unknown>;
};
type Answer = (response: ServerResponse, asked: Asked) => void;

export const answerJson =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
export const refusal = (code: number, status = 400, more: object = {}, headers = {}): Answer =>
  answerJson({ error: { code, message: `(#${code}) as Meta says`, ...more } }, status, headers);

/** As Meta documents it: who asks, what, and what it answers. */
export async function graphDouble(token = 'the-token') {
  const asked: Asked[] = [];
  /** Answers that come before the usual ones, once each. */
  const next: Answer[] = [];
  let sent = 0;
  let uploads = 0;
  let calls = 0;
  const permission = { status: 'temporary', expiration_time: 1745343479 };
  const files = new Map<string, { type: string; bytes: Buffer }>();
  let origin = '';

  function usual(response: ServerResponse, one: Asked): void {
    const path = one.path.replace(/\?.*/, '');
    if (one.headers.authorization !== `Bearer ${token}`) {
      refusal(190, 401)(response, one);
    } else if (one.method === 'POST' && path === '/v23.0/106540352242922/messages') {
      const to = String(one.json().to ?? one.json().recipient);
      answerJson({
        messaging_product: 'whatsapp',
        contacts: [{ input: to, wa_id: to.replace('+', '') }],
        messages: [{ id: `wamid.OUT${++sent}` }],
      })(response, one);
    } else if (one.method === 'POST' && path === '/v23.0/106540352242922/media') {
      answerJson({ id: `media-${++uploads}` })(response, one);
    } else if (one.method === 'POST' && path === '/v23.0/106540352242922/calls') {
      const begun = one.json().action === 'connect' && { calls: [{ id: `wacid.OUT${++calls}` }] };
      answerJson({ messaging_product: 'whatsapp', ...(begun || { success: true }) })(response, one);
    } else if (path === '/v23.0/106540352242922/call_permissions') {
      answerJson({ messaging_product: 'whatsapp', permission })(response, one);
    } else if (path === '/v23.0/106540352242922') {
      const number = { id: '106540352242922', display_phone_number: '+1 555-078-3881' };
      answerJson({ ...number, verified_name: 'Lucky Shrub' })(response, one);
    } else if (path.startsWith('/v23.0/') && files.has(path.slice(7))) {
      const id = path.slice(7);
      const mime_type = files.get(id)?.type;
      answerJson({ id, mime_type, url: `${origin}/bytes/${id}` })(response, one);
    } else if (path.startsWith('/bytes/') && files.has(path.slice(7))) {
      const file = files.get(path.slice(7));
      response.writeHead(200, { 'content-type': file?.type ?? '' }).end(file?.bytes);
    } else {
      refusal(100, 400, { error_subcode: 33 })(response, one);
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, headers, body, json: () => JSON.parse(body.toString()) };
    asked.push(one);
    (next.shift() ?? usual)(response, one);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  onTestFinished(close);
  const settings: CloudSettings = {
    token,
    phoneId: '106540352242922',
    appSecret: 'the-app-secret',
    verifyToken: 'the-verify-token',
    base: `${origin}/v23.0`,
  };
  return { asked, next, files, settings, close, usual, permission };
}
export type GraphDouble = Awaited<ReturnType<typeof graphDouble>>;

export const sign = (body: string | Buffer, secret = 'the-app-secret'): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** The parts of a multipart body, by name. */
export function partsOf({ headers, body }: Asked) {
  const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const text = body.toString('latin1');
  const parts = text.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = '', ...rest] = part.slice(2, -2).split('\r\n\r\n');
      const name = /name="([^"]*)"/.exec(head)?.[1] ?? '';
      return [name, { head, bytes: Buffer.from(rest.join('\r\n\r\n'), 'latin1') }];
    }),
  );
}
