import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { OfficeRoute } from '#shared/contract/office.ts';
import { faultOf } from '../questions.ts';
import { askOffice, officePath } from './office-rest.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function server(status: number, body: unknown) {
  const asked: string[] = [];
  const http = createServer(async (request, reply) => {
    let text = '';
    for await (const part of request) text += part;
    asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${text}`.trim());
    reply.writeHead(status, { 'content-type': 'application/json' });
    reply.end(JSON.stringify(body));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  ends.push(() => {
    http.closeAllConnections();
    http.close();
  });
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    token: 'geheim',
    asked,
  };
}

it('asks by the route’s own words, and answers what it says', async () => {
  const there = await server(200, { name: 'Clínica', timeZone: 'America/Bahia' });
  const body = { timeZone: 'america/bahia' };
  expect(await askOffice(there, { route: 'PATCH /settings/workspace', body })).toEqual({
    ...{ name: 'Clínica', timeZone: 'America/Bahia' },
  });
  await askOffice(there, { route: 'GET /settings/workspace', query: { a: 'b&c', n: 1 } });
  expect(there.asked).toEqual([
    'PATCH /api/v1/settings/workspace Bearer geheim {"timeZone":"america/bahia"}',
    'GET /api/v1/settings/workspace?a=b%26c&n=1 Bearer geheim',
  ]);
});

it('takes no answer of another shape, and hands a refusal on', async () => {
  const other = await server(200, { timeZone: 7 });
  const asking = { route: 'GET /workspace/clock' } as const;
  await expect(askOffice(other, asking)).rejects.toMatchObject({
    refusal: { code: 'server-unreachable' },
  });
  const problem = { type: 'about:blank', title: 'Forbidden', detail: 'Admins only.' };
  const closed = await server(403, { ...problem, status: 403, code: 'forbidden' });
  await expect(askOffice(closed, asking)).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
});

it('leaves nothing of the path to whoever asks', () => {
  const route = 'GET /things/:id/parts' as OfficeRoute;
  expect(officePath({ route, params: { id: '../users?x=1#' } })).toBe(
    '/api/v1/things/..%2Fusers%3Fx%3D1%23/parts',
  );
  expect(() => officePath({ route })).toThrow('The path needs its id.');
  for (const question of [
    { route: 'GET /users/../../etc' },
    { route: 'DELETE /services' },
    { route: 'GET /services', query: { a: { b: 1 } } },
    { route: 'GET /services', origin: 'http://elsewhere.example' },
  ]) {
    expect(faultOf('office', question)?.refusal.code).toBe('invalid');
  }
});
