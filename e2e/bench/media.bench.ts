/** A document of 100 MB up and down: what it costs the server in memory, and against a plain copy. */
import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Upload } from 'tus-js-client';
import { v7 as newId } from 'uuid';
import { admin, freshFolder, signIn, startServer } from '../programs.ts';
import { below, figure } from './figures.ts';

const MB = 1024 * 1024;
const size = 100 * MB;
const growthLimit = 32;

const folder = freshFolder('media');
const file = join(folder, 'document.pdf');
const hash = createHash('sha256');
{
  const handle = await open(file, 'w');
  const block = Buffer.alloc(MB);
  for (let at = 0; at < size; at += MB) {
    randomFillSync(block);
    if (at === 0) block.write('%PDF-1.7\n');
    hash.update(block);
    await handle.write(block);
  }
  await handle.close();
}
const sha256 = hash.digest('hex');

const server = await startServer();
/** Resident, in MB; of the server itself, not of its Postgres. */
const resident = (): number => {
  const status = readFileSync(`/proc/${server.program().child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};
/** The most that it grew while `work` ran, and what that took. */
async function watched(work: () => Promise<void>): Promise<{ grew: number; seconds: number }> {
  const before = resident();
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, resident());
  }, 5);
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  clearInterval(look);
  return { grew: Math.max(most, resident()) - before, seconds };
}

try {
  const token = await signIn(server, admin);
  const authorization = `Bearer ${token}`;
  const address = `${server.address}/api/v1/attachments`;

  const form = async (path: string, name: string): Promise<string> => {
    const data = new FormData();
    data.append('kind', 'document');
    data.append('file', await openAsBlob(path), name);
    const answer = await fetch(address, { method: 'POST', body: data, headers: { authorization } });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    const told = (await answer.json()) as { id: string; sha256: string };
    if (path === file && told.sha256 !== sha256)
      throw new Error('what was kept is not what was sent');
    return told.id;
  };
  const tus = (id: string, path: string, bytes: number): Promise<void> =>
    new Promise((resolve, reject) => {
      new Upload(createReadStream(path) as never, {
        endpoint: address,
        uploadSize: bytes,
        chunkSize: 8 * MB,
        headers: { authorization },
        metadata: { id, kind: 'document', name: 'document.pdf', mediaType: 'application/pdf' },
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
  const download = async (id: string): Promise<void> => {
    const answer = await fetch(`${address}/${id}`, { headers: { authorization } });
    const seen = createHash('sha256');
    for await (const chunk of answer.body as ReadableStream<Uint8Array>) seen.update(chunk);
    if (seen.digest('hex') !== sha256) throw new Error('what came back is not what was sent');
  };
  const copy = async (): Promise<number> => {
    const begun = performance.now();
    await pipeline(
      createReadStream(file, { highWaterMark: 256 * 1024 }),
      createWriteStream(join(folder, 'copy'), { flush: true }),
    );
    return (performance.now() - begun) / 1_000;
  };

  // Once in small, so that what is loaded on first use does not count.
  const small = join(folder, 'small.pdf');
  await pipeline(Readable.from(['%PDF-1.7\n', Buffer.alloc(4 * MB)]), createWriteStream(small));
  const warm = await form(small, 'small.pdf');
  await tus(newId(), small, 4 * MB + 9);
  await (await fetch(`${address}/${warm}`, { headers: { authorization } })).bytes();

  await copy();
  const plain = await copy();
  let id = '';
  const up = await watched(async () => {
    id = await form(file, 'document.pdf');
  });
  const other = newId();
  const inParts = await watched(() => tus(other, file, size));
  const down = await watched(() => download(id));
  await download(other);
  const rate = (seconds: number) => size / MB / seconds;
  for (const [what, { grew, seconds }] of [
    ['up in one piece', up],
    ['up in parts (tus)', inParts],
    ['down', down],
  ] as const) {
    below(`100 MB ${what}: the server's memory grows by`, grew, 'MB', growthLimit);
    figure(`100 MB ${what}`, rate(seconds), 'MB/s');
    figure(
      `100 MB ${what}, against a plain copy of the file (${Math.round(rate(plain))} MB/s)`,
      plain / seconds,
      'x',
    );
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
