/** A server that is killed in the middle of an upload: only the rest is sent, and it is all there. */
import { createHash, randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admin, type Server, signIn, startServer } from './programs.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const MB = 1024 * 1024;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('killed at half of it, and again when it is all there, it loses nothing', async () => {
  const bytes = randomBytes(20 * MB);
  const id = newId();
  const authorization = `Bearer ${await signIn(server, admin)}`;
  const address = `${server.address}/api/v1/attachments`;
  const tus = { authorization, 'tus-resumable': '1.0.0' };
  const part = (offset: number, body: BodyInit, more: RequestInit & { duplex?: 'half' } = {}) =>
    fetch(`${address}/${id}`, {
      method: 'PATCH',
      headers: {
        ...tus,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body,
      ...more,
    });
  const comeSoFar = async () => {
    const answer = await fetch(`${address}/${id}`, { method: 'HEAD', headers: tus });
    return Number(answer.headers.get('upload-offset'));
  };
  const begun = await fetch(address, {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(bytes.length),
      'upload-metadata': `id ${Buffer.from(id).toString('base64')}`,
    },
  });
  expect(begun.status).toBe(201);
  expect((await part(0, bytes.subarray(0, 6 * MB))).status).toBe(204);
  // Half of it is on its way when the server dies.
  const way = new ReadableStream({
    start: (controller) => controller.enqueue(bytes.subarray(6 * MB, 10 * MB)),
  });
  const sending = part(6 * MB, way, { duplex: 'half' }).then(
    () => 'answered',
    () => 'cut',
  );
  await server.kill();
  expect(await sending).toBe('cut');
  await server.start();

  const there = await comeSoFar();
  expect(there).toBeGreaterThanOrEqual(6 * MB);
  expect(there).toBeLessThanOrEqual(10 * MB);
  const last = part(there, bytes.subarray(there)).then(
    ({ status }) => status,
    () => 'cut',
  );
  const wait = comeSoFar().catch(() => 0);
  await Promise.race([last, wait]);
  await server.kill();
  await last;
  await server.start();

  const now = await comeSoFar();
  if (now < bytes.length) expect((await part(now, bytes.subarray(now))).status).toBe(204);
  expect(await comeSoFar()).toBe(bytes.length);
  const back = await fetch(`${address}/${id}`, { headers: { authorization } });
  expect(hashOf(await back.bytes())).toBe(hashOf(bytes));
});
