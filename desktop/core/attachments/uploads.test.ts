import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Attachment } from '#shared/contract/attachment.ts';
import { type Cache, openCache } from '../cache/cache.ts';
import { silentLog } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { startTestServer, type TestServer } from '../test-server.ts';
import { openFiles } from './files.ts';
import { openUploads, type Uploads } from './uploads.ts';

let place: ReturnType<typeof freshFolder>;
let server: TestServer;
let cache: Cache;
let uploads: Uploads;

const key = 'ab'.repeat(32);
const id = '00000000-0000-7000-8000-000000000001';
const bytes = Buffer.alloc(100_000, 'x');
const made: Attachment = {
  id,
  kind: 'document',
  name: 'a.txt',
  mediaType: 'text/plain',
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  state: 'here',
};

beforeEach(async () => {
  place = freshFolder();
  server = await startTestServer();
  cache = openCache({
    folder: place.folder,
    key: { hex: key, fresh: false },
    log: silentLog,
  });
  const files = openFiles(`${place.folder}/sealed`, key);
  const part = files.openPart(id, 'anew');
  part.add(bytes);
  part.close(true);
  files.complete(id);
  const progress = { tell: () => {}, close: () => {} };
  const { address } = server;
  uploads = openUploads({ cache, files, address, token: 't', progress, log: silentLog });
  uploads.keep(made);
});
afterEach(async () => {
  uploads.pause();
  cache.close();
  await server.close();
  place.remove();
});

it('given up and begun again at once, it comes to its end, whatever the first one says later', async () => {
  const turns = [];
  for (let turn = 0; turn < 5; turn += 1) {
    turns.push(uploads.carry(id));
    uploads.pause();
  }
  turns.push(uploads.carry(id));
  expect(await Promise.all(turns)).toEqual([null, null, null, null, null, true]);
  expect(server.files.sent).toEqual([bytes.length]);
  expect(uploads.there(id)).toBe(true);
});

it.each([
  [413, 'too-large'],
  [415, 'unsupported'],
  [403, 'forbidden'],
  [422, 'invalid'],
  [401, 'unauthenticated'],
] as const)('an answer of %i is a refusal: %s', async (status, code) => {
  server.files.faults.status = status;
  expect(await uploads.carry(id)).toMatchObject({ ok: false, code });
});

it.each([408, 409, 423, 429, 500, 503, 507])(
  'an answer of %i is about the moment',
  async (status) => {
    server.files.faults.status = status;
    expect(await uploads.carry(id)).toBeNull();
    server.files.faults.status = null;
    expect(await uploads.carry(id)).toBe(true);
  },
);

it('nothing answers: not now; the file is not there: not ever', async () => {
  await server.close();
  expect(await uploads.carry(id)).toBeNull();
  openFiles(`${place.folder}/sealed`, key).remove(id);
  expect(await uploads.carry(id)).toMatchObject({ ok: false, code: 'not-found' });
});
