import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEntry, passName } from './entry.ts';
import { serveSavings } from './savings.ts';

const id = '01900000-0000-7000-8000-000000000001';
let http: Server;
let port: number;
let taken: string[];
const entry = openEntry();
beforeEach(async () => {
  taken = [];
  const answers = serveSavings({
    console: {
      saving: async (asked) => {
        taken.push(asked);
        return { status: 200, headers: { 'x-file': '1' }, body: Readable.from(['a', 'b']) };
      },
    },
    entry,
    port: () => port,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  http = createServer((asked, reply) => {
    if (!answers(asked, reply)) reply.writeHead(418).end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  port = (http.address() as AddressInfo).port;
});
afterEach(() => {
  http.closeAllConnections();
  http.close();
});

const get = (path: string, headers: Record<string, string>, method = 'GET') =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, method }, (reply) => {
      let body = '';
      reply.on('data', (part) => {
        body += part;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });

it('gives a file to the page that has the pass, and to nobody else', async () => {
  const cookie = `${passName(port)}=${entry.pass}`;
  expect(await get(`/savings/${id}`, { cookie })).toEqual({ status: 200, body: 'ab' });
  expect(taken).toEqual([id]);
  for (const headers of [
    {},
    { cookie: `${passName(port)}=wrong` },
    { cookie: `other=${entry.pass}` },
    { cookie, 'sec-fetch-site': 'cross-site' },
    { cookie, 'sec-fetch-site': 'same-site' },
  ]) {
    expect((await get(`/savings/${id}`, headers as Record<string, string>)).status).toBe(403);
  }
  // Another name that leads here, another method, another path: none of its business.
  expect((await get(`/savings/${id}`, { cookie, host: 'evil.example' })).status).toBe(418);
  expect((await get(`/savings/${id}`, { cookie }, 'POST')).status).toBe(418);
  expect((await get(`/savings/${id}/..`, { cookie })).status).toBe(418);
  expect((await get(`/savings/${id}?x=1`, { cookie })).status).toBe(418);
  expect(taken).toEqual([id]);
});
