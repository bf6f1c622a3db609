import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStorageUrl } from './address.ts';
import { openStorage } from './open.ts';
import { BadStorage, NotStored, type Storage } from './storage.ts';
import { firebaseDouble } from './test-firebase.ts';

const MB = 1024 * 1024;
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let root: string;
let s3: FauxqsServer;
let firebase: Awaited<ReturnType<typeof firebaseDouble>>;
const s3Url = (more = '') =>
  `s3://key:secret@recado/da%20clinica?endpoint=${encodeURIComponent(`http://127.0.0.1:${s3.port}`)}${more}`;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'recado-storage-'));
  s3 = await startFauxqs({ port: 0, logger: false });
  s3.createBucket('recado');
  firebase = await firebaseDouble();
});
afterAll(async () => {
  await s3.stop();
  await firebase.close();
  await rm(root, { recursive: true, force: true });
});

const open = (url: string, folder = root) => openStorage(readStorageUrl(url), folder);

const kinds: [string, () => string][] = [
  ['a folder', () => `file://${root}/in-a-folder`],
  ['S3', s3Url],
  ['Firebase', () => `firebase://recado/da%20clinica?apiKey=k&endpoint=${firebase.address}`],
];

async function filesIn(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => one.name);
}

describe.each(kinds)('%s', (_name, url) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await open(url());
    await storage.check();
  });
  afterAll(() => storage.close());

  it.each([
    ['nothing at all', 0],
    ['a little', 11],
    ['several parts of it', 17 * MB + 3],
  ])('keeps %s and gives it back, whole and in part', async (_what, size) => {
    const bytes = randomBytes(size);
    const place = `aa/of-${size}`;
    await storage.put(place, Readable.from(pieces(bytes)), 'application/pdf');
    expect(hashOf(await buffer(await storage.read(place)))).toBe(hashOf(bytes));
    if (size === 0) return;
    const first = Math.floor(size / 3);
    const last = Math.min(size - 1, first + 6 * MB);
    const part = await buffer(await storage.read(place, { first, last }));
    expect(hashOf(part)).toBe(hashOf(bytes.subarray(first, last + 1)));
  });

  it('keeps a file, again and again, which stays as it is and can go', async () => {
    const bytes = randomBytes(6 * MB);
    const file = join(root, 'uploaded');
    await writeFile(file, bytes);
    await storage.putFile('dd/file', file, 'application/pdf');
    await storage.putFile('dd/file', file, 'application/pdf');
    expect(hashOf(await readFile(file))).toBe(hashOf(bytes));
    await rm(file);
    expect(hashOf(await buffer(await storage.read('dd/file')))).toBe(hashOf(bytes));
  });

  it('what is put again is replaced, what is removed is gone, and nothing is no fault', async () => {
    await storage.put('bb/again', Readable.from([Buffer.from('one')]), 'text/plain');
    await storage.put('bb/again', Readable.from([Buffer.from('another')]), 'text/plain');
    expect(String(await buffer(await storage.read('bb/again')))).toBe('another');
    await storage.remove('bb/again');
    await storage.remove('bb/again');
    await expect(storage.read('bb/again')).rejects.toThrow(NotStored);
    await expect(storage.read('bb/again', { first: 0, last: 1 })).rejects.toThrow(NotStored);
  });

  it.each([
    ['at once', 0],
    ['in the middle', 12 * MB],
  ])('what breaks off %s leaves nothing', async (_when, size) => {
    const broken = Readable.from(
      (async function* () {
        yield* pieces(randomBytes(size));
        throw new Error('the line is cut');
      })(),
    );
    await expect(storage.put('cc/broken', broken, 'video/mp4')).rejects.toThrow('the line is cut');
    await expect(storage.read('cc/broken')).rejects.toThrow(NotStored);
  });
});

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 60_000) yield bytes.subarray(at, at + 60_000);
}

describe('a folder', () => {
  it('has nothing in it but what was put, however a write ended', async () => {
    const folder = join(root, 'tidy');
    const storage = await open(`file://${folder}`);
    await storage.check();
    await storage.put('aa/one', Readable.from([Buffer.from('1')]), 'text/plain');
    const broken = new Readable({ read: () => broken.destroy(new Error('cut')) });
    await expect(storage.put('aa/two', broken, 'text/plain')).rejects.toThrow('cut');
    expect(await filesIn(folder)).toEqual(['one']);
  });

  it('forgets what a killed server had begun, after a day', async () => {
    const unfinished = join(root, 'killed', 'unfinished');
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'old'), 'x');
    await writeFile(join(unfinished, 'new'), 'x');
    const before = Date.now() / 1_000 - 25 * 3_600;
    await utimes(join(unfinished, 'old'), before, before);
    await (await open(`file://${join(root, 'killed')}`)).check();
    expect(await readdir(unfinished)).toEqual(['new']);
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'aa/../../b', 'aa/b/c', 'aa\\b/c', 'aa/b\0', ''])(
    'does not leave its folder for %j',
    async (place) => {
      const storage = await open(`file://${join(root, 'closed')}`);
      await expect(storage.read(place)).rejects.toThrow('not a place');
      await expect(storage.remove(place)).rejects.toThrow('not a place');
      await expect(storage.put(place, Readable.from([]), '')).rejects.toThrow('not a place');
    },
  );

  it('says which folder it cannot write', async () => {
    await writeFile(join(root, 'a-file'), '');
    const storage = await open(`file://${root}/a-file/below`);
    await expect(storage.check()).rejects.toThrow(BadStorage);
    await expect(storage.check()).rejects.toThrow(`${root}/a-file/below`);
  });
});

describe('S3', () => {
  it('gives addresses that anyone can read for a while, where the setting wants them', async () => {
    const details = { seconds: 60, mediaType: 'image/png', disposition: 'attachment' };
    const without = await open(s3Url());
    expect(await without.link('aa/linked', details)).toBeNull();
    const storage = await open(s3Url('&links=1'));
    await storage.put('aa/linked', Readable.from([Buffer.from('hello')]), 'text/plain');
    const link = await storage.link('aa/linked', details);
    const answer = await fetch(link as string);
    expect(await answer.text()).toBe('hello');
    const asked = new URL(link as string).searchParams;
    expect(asked.get('response-content-type')).toBe('image/png');
    expect(asked.get('X-Amz-Expires')).toBe('60');
    expect(link).not.toContain('secret');
  });

  it('tells a bucket that is not there from a server that is away', async () => {
    const missing = await open(s3Url().replace('@recado/', '@another/'));
    await expect(missing.check()).rejects.toThrow(BadStorage);
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const away = await open(`s3://k:s@recado?endpoint=http://127.0.0.1:${port}`);
    await expect(away.check()).rejects.not.toThrow(BadStorage);
  });
});

describe('the setting', () => {
  it('is read', () => {
    expect(readStorageUrl(null)).toEqual({ kind: 'folder', folder: null });
    // The URL's own rules keep it below the bucket.
    expect(readStorageUrl('s3://b/../other')).toMatchObject({ bucket: 'b', prefix: 'other/' });
    expect(readStorageUrl('file:///srv/recado')).toEqual({ kind: 'folder', folder: '/srv/recado' });
    expect(readStorageUrl('s3://b/a/b/?region=sa-east-1')).toEqual({
      ...{ kind: 's3', bucket: 'b', prefix: 'a/b/', region: 'sa-east-1', endpoint: null },
      ...{ credentials: null, links: false },
    });
    expect(readStorageUrl('firebase://a%40b.c:p%2Fw@b.appspot.com?apiKey=K')).toEqual({
      ...{ kind: 'firebase', bucket: 'b.appspot.com', prefix: '', apiKey: 'K', endpoint: null },
      credentials: { email: 'a@b.c', password: 'p/w' },
    });
  });

  it.each([
    ['file:relative', /file:\/\/\//],
    ['file://elsewhere/x', /this machine/],
    ['s3:', /bucket/],
    ['s3:///prefix', /bucket/],
    ['s3://bucket?regoin=x', /not "regoin"/],
    ['s3://bucket?endpoint=minio:9000', /http/],
    ['s3://only-a-key@bucket', /secret/],
    ['firebase://bucket', /apiKey/],
    ['firebase://bucket?apiKey=k&endpoint=nowhere', /host:port/],
    ['ftp://x', /file:, s3: or firebase:/],
    ['nonsense', /file:, s3: or firebase:/],
  ])('%s is refused', (url, words) => {
    expect(() => readStorageUrl(url)).toThrow(words);
  });
});
