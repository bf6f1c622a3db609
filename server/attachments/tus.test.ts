import { existsSync } from 'node:fs';
import { appendFile, readdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Upload } from 'tus-js-client';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Uploaded } from './attachments.ts';
import { tidy } from './opening.ts';
import {
  type Ask,
  bytesOf,
  hashOf,
  metadata,
  type TestAttachments,
  testAttachments,
} from './test-attachments.ts';

const MB = 1024 * 1024;
const path = '/api/v1/attachments';

let scene: TestAttachments;
let ana: Ask;
let bia: Ask;
beforeAll(async () => {
  scene = await testAttachments();
  ana = await scene.as(await scene.person('Ana'));
  bia = await scene.as(await scene.person('Bia'));
});
afterAll(() => scene.close());

const tus = { 'tus-resumable': '1.0.0' };
const begin = (ask: Ask, size: number, fields: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(size), 'upload-metadata': metadata(fields) },
  });
const add = (ask: Ask, id: string, offset: number, bytes: Uint8Array) =>
  ask(`${path}/${id}`, {
    method: 'PATCH',
    headers: {
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes as never,
  });
const comeSoFar = async (ask: Ask, id: string) => {
  const answer = await ask(`${path}/${id}`, { method: 'HEAD', headers: tus });
  return answer.ok ? Number(answer.headers.get('upload-offset')) : answer.status;
};
const staged = () => readdir(join(scene.folder, 'uploads'));
const problemOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const { status, code, errors } = (await answer.json()) as Record<string, unknown>;
  expect(status).toBe(answer.status);
  return { status, code, path: (errors as { path: string }[] | undefined)?.[0]?.path };
};

describe('an upload in parts', () => {
  it('is kept once it is whole; the same id again answers with the attachment', async () => {
    const bytes = bytesOf('pdf', 2 * MB + 1);
    const id = newId();
    const fields = { id, kind: 'document', name: 'Contrato.pdf', mediaType: 'application/pdf' };
    const begun = await begin(ana, bytes.length, fields);
    expect([begun.status, begun.headers.get('location')]).toEqual([201, `${path}/${id}`]);
    expect((await ana(`${path}/${id}`)).status).toBe(404);
    expect((await add(ana, id, 0, bytes.subarray(0, MB))).status).toBe(204);
    expect(await comeSoFar(ana, id)).toBe(MB);
    const last = await add(ana, id, MB, bytes.subarray(MB));
    expect([last.status, last.headers.get('upload-offset')]).toEqual([204, String(bytes.length)]);
    const again = await begin(ana, bytes.length, fields);
    expect(again.status).toBe(200);
    const told = { id, kind: 'document', name: 'Contrato.pdf', mediaType: 'application/pdf' };
    expect(await again.json()).toEqual({ ...told, size: bytes.length, sha256: hashOf(bytes) });
    expect(hashOf(await (await ana(`${path}/${id}`)).bytes())).toBe(hashOf(bytes));
    expect(await comeSoFar(ana, id)).toBe(bytes.length);
    expect((await add(ana, id, bytes.length, new Uint8Array())).status).toBe(204);
    expect((await add(ana, id, 0, bytes)).status).toBe(409);
    expect(await staged()).toEqual([]);
  });

  it('cut in the middle, only the rest is sent', async () => {
    const bytes = bytesOf('pdf', 8 * MB);
    const id = newId();
    await begin(ana, bytes.length, { id, name: 'a.pdf' });
    const line = new AbortController();
    // Half of it goes out, then the line is cut.
    const half = new ReadableStream({
      async start(controller) {
        controller.enqueue(bytes.subarray(0, bytes.length / 2));
      },
    });
    const sending = ana(`${path}/${id}`, {
      method: 'PATCH',
      duplex: 'half',
      body: half,
      signal: line.signal,
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    }).catch((error: Error) => error.name);
    const file = join(scene.folder, 'uploads', id);
    await vi.waitFor(
      async () => expect((await stat(file)).size).toBeGreaterThan(bytes.length / 4),
      {
        timeout: 10_000,
        interval: 5,
      },
    );
    line.abort();
    expect(await sending).toBe('AbortError');
    const there = await comeSoFar(ana, id);
    expect(there).toBeGreaterThan(bytes.length / 4);
    expect(there).toBeLessThanOrEqual(bytes.length / 2);
    expect((await add(ana, id, there, bytes.subarray(there))).status).toBe(204);
    const back = await ana(`${path}/${id}`);
    expect(hashOf(await back.bytes())).toBe(hashOf(bytes));
  });

  it('goes on from where it is when it is begun again, and is nobody else’s', async () => {
    const bytes = bytesOf('pdf', 3_000);
    const id = newId();
    await begin(ana, bytes.length, { id });
    await add(ana, id, 0, bytes.subarray(0, 1_000));
    const again = await begin(ana, bytes.length, { id });
    expect([again.status, again.headers.get('upload-offset')]).toEqual([201, '1000']);
    expect(await problemOf(await begin(ana, 5_000, { id }))).toMatchObject({
      status: 409,
      path: '/id',
    });
    expect(await comeSoFar(bia, id)).toBe(404);
    expect((await add(bia, id, 1_000, bytes.subarray(1_000))).status).toBe(404);
    expect((await bia(`${path}/${id}`, { method: 'DELETE', headers: tus })).status).toBe(404);
    expect(await problemOf(await begin(bia, bytes.length, { id }))).toMatchObject({ status: 409 });
    expect(await problemOf(await add(ana, id, 999, bytes.subarray(999)))).toMatchObject({
      status: 409,
    });
    expect((await add(ana, id, 1_000, bytes.subarray(1_000))).status).toBe(204);
    expect(hashOf(await (await ana(`${path}/${id}`)).bytes())).toBe(hashOf(bytes));
  });

  it('begun twice at once, one goes on and nothing of it is lost', async () => {
    const bytes = bytesOf('pdf', 500_000);
    const id = newId();
    const both = await Promise.all([
      begin(ana, bytes.length, { id }),
      begin(ana, bytes.length, { id }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(expect.arrayContaining([201]));
    const added = await Promise.all([
      add(ana, id, 0, bytes),
      begin(ana, bytes.length, { id }),
      begin(ana, bytes.length, { id }),
    ]);
    expect(added.every(({ status }) => status < 500)).toBe(true);
    const there = await comeSoFar(ana, id);
    if (there < bytes.length) await add(ana, id, there, bytes.subarray(there));
    expect(hashOf(await (await ana(`${path}/${id}`)).bytes())).toBe(hashOf(bytes));
  });

  it('by a client that others wrote arrives, its look with it', async () => {
    const bytes = bytesOf('jpeg', 3 * MB);
    const id = newId();
    const look = { width: 640, height: 480, thumbnail: 'A'.repeat(23_996) };
    await new Promise<void>((resolve, reject) => {
      new Upload(Readable.from([bytes.subarray(0, MB), bytes.subarray(MB)]) as never, {
        endpoint: `${scene.address}${path}`,
        uploadSize: bytes.length,
        chunkSize: 700_000,
        headers: { authorization: `Bearer ${ana.token}` },
        metadata: {
          id,
          kind: 'image',
          name: 'praia.jpg',
          mediaType: 'image/jpeg',
          look: JSON.stringify(look),
        },
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    const { rows } = await scene.pool.query(
      'select kind, name, sha256, look from attachments where id = $1',
      [id],
    );
    expect(rows[0]).toEqual({ kind: 'image', name: 'praia.jpg', sha256: hashOf(bytes), look });
  });

  it('with its bytes at its beginning is kept at once; of none it is whole from the start', async () => {
    const bytes = bytesOf('png', 900);
    const whole = await ana(path, {
      method: 'POST',
      body: bytes as never,
      headers: {
        ...tus,
        'upload-length': '900',
        'upload-metadata': metadata({ id: newId(), name: 'a.png' }),
        'content-type': 'application/offset+octet-stream',
      },
    });
    expect(whole.status).toBe(201);
    expect(await whole.json()).toMatchObject({ kind: 'image', sha256: hashOf(bytes) });
    const none = await begin(ana, 0, { id: newId(), name: 'nada' });
    expect(none.status).toBe(201);
    expect((await none.json()) as Uploaded).toMatchObject({ kind: 'document', size: 0 });
  });

  it('is what its bytes are, and not what somebody put in their place', async () => {
    const zip = bytesOf('zip', 900);
    const id = newId();
    await begin(ana, 900, { id, kind: 'image', name: 'foto.jpg', mediaType: 'image/jpeg' });
    await add(ana, id, 0, zip);
    const told = await begin(ana, 900, { id });
    expect(await told.json()).toMatchObject({ kind: 'document', mediaType: 'application/zip' });

    const other = newId();
    await begin(ana, 900, { id: other, sha256: hashOf(zip) });
    expect(await problemOf(await add(ana, other, 0, bytesOf('zip', 900)))).toMatchObject({
      ...{ status: 400, path: '/sha256' },
    });
    expect(await comeSoFar(ana, other)).toBe(404);
  });
});

describe('it is refused', () => {
  it.each([
    ['2 GB', 2 * 1024 * MB, {}, 413, '/size'],
    ['more than a picture may have', 5 * MB + 1, { kind: 'image' }, 413, '/size'],
    ['another kind', 10, { kind: 'hologram' }, 400, '/kind'],
    ['an id that is a path', 10, { id: '../../etc/passwd' }, 400, '/id'],
    ['a look that is none', 10, { look: '[1' }, 400, '/look'],
  ])('%s, before it comes', async (_what, size, fields, status, fault) => {
    const answer = await begin(ana, size, fields as never);
    expect(await problemOf(answer)).toMatchObject({ status, path: fault });
    expect((await staged()).filter((name) => name.includes('passwd'))).toEqual([]);
  });

  it('of a length that is told later, and with metadata that are none', async () => {
    const deferred = await ana(path, {
      method: 'POST',
      headers: { ...tus, 'upload-defer-length': '1' },
    });
    expect(await problemOf(deferred)).toMatchObject({ status: 400, path: '/size' });
    const headers = { ...tus, 'upload-length': '1', 'upload-metadata': 'a b c, ,' };
    const answer = await ana(path, { method: 'POST', headers });
    expect(await problemOf(answer)).toMatchObject({ status: 400, path: '/metadata' });
  });

  it('more than was said does not come in', async () => {
    const id = newId();
    await begin(ana, 10, { id });
    expect(await problemOf(await add(ana, id, 0, bytesOf('zip', 11)))).toMatchObject({
      status: 413,
    });
    expect(await comeSoFar(ana, id)).toBe(0);
  });

  it.runIf(existsSync('/dev/full'))(
    'on a full disk in words, and it goes on when there is room',
    async () => {
      const bytes = bytesOf('pdf', 300_000);
      const id = newId();
      await begin(ana, bytes.length, { id });
      const file = join(scene.folder, 'uploads', id);
      await rm(file);
      await symlink('/dev/full', file);
      expect(await problemOf(await add(ana, id, 0, bytes))).toMatchObject({ status: 507 });
      await rm(file);
      await appendFile(file, bytes.subarray(0, 1_000));
      expect(await comeSoFar(ana, id)).toBe(1_000);
      expect((await add(ana, id, 1_000, bytes.subarray(1_000))).status).toBe(204);
      expect(hashOf(await (await ana(`${path}/${id}`)).bytes())).toBe(hashOf(bytes));
    },
  );
});

describe('when the server dies, or the storage is away', () => {
  it('after the last byte and before it was stored, it is stored when one asks', async () => {
    const bytes = bytesOf('pdf', 5_000);
    const id = newId();
    await begin(ana, bytes.length, { id, name: 'a.pdf' });
    // As a server that was killed leaves it: the bytes are there, and nobody has seen to them.
    await appendFile(join(scene.folder, 'uploads', id), bytes);
    expect(await comeSoFar(ana, id)).toBe(bytes.length);
    expect(hashOf(await (await ana(`${path}/${id}`)).bytes())).toBe(hashOf(bytes));
    expect(await staged()).not.toContain(id);
  });

  it('with the storage away the last part fails, and asking again later is enough', async () => {
    const bytes = bytesOf('pdf', 5_000);
    const id = newId();
    await begin(ana, bytes.length, { id });
    const put = vi
      .spyOn(scene.attachments.storage, 'putFile')
      .mockRejectedValueOnce(new Error('away'));
    expect(await problemOf(await add(ana, id, 0, bytes))).toMatchObject({ status: 500 });
    expect(put).toHaveBeenCalledOnce();
    put.mockRestore();
    const told = await begin(ana, bytes.length, { id });
    expect(told.status).toBe(200);
    expect(await told.json()).toMatchObject({ sha256: hashOf(bytes) });
  });

  it('what its notes had become while it died is begun anew', async () => {
    const bytes = bytesOf('pdf', 5_000);
    const id = newId();
    await begin(ana, bytes.length, { id });
    await rm(join(scene.folder, 'uploads', `${id}.json`));
    await appendFile(join(scene.folder, 'uploads', `${id}.json`), '{"id": "cut');
    expect(await comeSoFar(ana, id)).toBe(404);
    expect((await begin(ana, bytes.length, { id })).status).toBe(201);
    expect((await add(ana, id, 0, bytes)).status).toBe(204);
    expect(hashOf(await (await ana(`${path}/${id}`)).bytes())).toBe(hashOf(bytes));
  });
});

it('what was begun and dropped is gone: by its owner at once, by itself after a day', async () => {
  const [kept, left, dropped] = [newId(), newId(), newId()];
  for (const id of [kept, left, dropped]) await begin(ana, 9, { id });
  expect((await ana(`${path}/${dropped}`, { method: 'DELETE', headers: tus })).status).toBe(204);
  expect(await comeSoFar(ana, dropped)).toBe(404);
  const { utimes } = await import('node:fs/promises');
  const before = Date.now() / 1_000 - 25 * 3_600;
  for (const name of [left, `${left}.json`, `${kept}.json`]) {
    await utimes(join(scene.folder, 'uploads', name), before, before);
  }
  await tidy(scene.attachments, scene.unfinished);
  expect(await comeSoFar(ana, left)).toBe(404);
  // Somebody added to this one today.
  expect(await comeSoFar(ana, kept)).toBe(0);
  expect((await staged()).filter((name) => name.startsWith(left))).toEqual([]);

  const bytes = bytesOf('zip', 9);
  await add(ana, kept, 0, bytes);
  expect((await bia(`${path}/${kept}`, { method: 'DELETE', headers: tus })).status).toBe(404);
  expect((await ana(`${path}/${kept}`, { method: 'DELETE', headers: tus })).status).toBe(204);
  expect((await ana(`${path}/${kept}`)).status).toBe(404);
});

it('an upload of somebody else is not reached by way of one’s own', async () => {
  const [theirs, own] = [newId(), newId()];
  await begin(ana, 9, { id: theirs });
  await begin(bia, 9, { id: own });
  const bytes = bytesOf('zip', 9);
  await add(bia, `${own}?as=/${theirs}`, 0, bytes.subarray(0, 5));
  expect([await comeSoFar(ana, theirs), await comeSoFar(bia, own)]).toEqual([0, 5]);
  await bia(`${path}/${own}?as=/${theirs}`, { method: 'DELETE', headers: tus });
  expect([await comeSoFar(ana, theirs), await comeSoFar(bia, own)]).toEqual([0, 404]);
  const other = newId();
  await begin(bia, 9, { id: other });
  for (const target of [`${path}?as=/${theirs}`, `${path}/${other}?as=/${theirs}`]) {
    const headers = { ...tus, 'upload-length': '9', 'x-http-method-override': 'DELETE' };
    await bia(target, { method: target.includes(other) ? 'PATCH' : 'POST', headers });
  }
  expect(await comeSoFar(ana, theirs)).toBe(0);
  expect(await comeSoFar(bia, other)).toBe(0);
});

it('an id is looked at however the request says what it does', async () => {
  const own = newId();
  await begin(bia, 9, { id: own });
  const before = await staged();
  const headers = { ...tus, 'upload-length': '9', 'x-http-method-override': 'POST' };
  for (const id of ['../beside', 'beside']) {
    for (const target of [`${path}/${own}`, path]) {
      const said = { ...headers, 'upload-metadata': metadata({ id }) };
      const method = target === path ? 'POST' : 'PATCH';
      expect((await bia(target, { method, headers: said })).ok).toBe(false);
    }
  }
  expect(await staged()).toEqual(before);
  expect(existsSync(join(scene.folder, 'beside'))).toBe(false);
});
