/**
 * The files beside the cache, each under its id, encrypted. One that is there is whole: it is written
 * under another name and takes its own when its last byte is on the disk.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromStream } from 'file-type';
import type { Id } from '#shared/contract/scalars.ts';
import { syncFolder } from '../sync-folder.ts';
import { cipherFrom, decrypting, headBytes, keyOfFile } from './sealing.ts';

export type Files = ReturnType<typeof openFiles>;
/** Writes all of `bytes` at a place in an open file. */
export type Write = (file: number, bytes: Uint8Array, at: number) => void;

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const partly = '.part';

const writeAll: Write = (file, bytes, at) => {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
  }
};

/** @param key of the cache: see isKey */
export function openFiles(folder: string, key: string, write: Write = writeAll) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = (id: Id): string => {
    if (!isId.test(id)) throw new Error('this is no id');
    return join(folder, id);
  };
  const sizeOf = (path: string): number | null => {
    const there = statSync(path, { throwIfNoEntry: false })?.size ?? null;
    // One that broke off in its head has nothing yet.
    return there === null ? null : Math.max(0, there - headBytes);
  };
  function stream(path: string, id: Id, range?: { start: number; end: number }): Readable {
    const start = range?.start ?? 0;
    let open: Transform;
    try {
      open = decrypting(keyOfFile(key, id), headOf(path), start);
    } catch (error) {
      return new Readable({
        read() {
          this.destroy(error as Error);
        },
      });
    }
    const source = createReadStream(path, {
      start: headBytes + start,
      ...(range && { end: headBytes + range.end }),
    });
    source.on('error', (error) => open.destroy(error));
    open.on('close', () => source.destroy());
    return source.pipe(open);
  }
  return {
    place,
    /** Bytes; null where it is not here. */
    size: (id: Id) => sizeOf(place(id)),
    has: (id: Id) => sizeOf(place(id)) !== null,
    /** How much of it is here of a download that is not finished. */
    partSize: (id: Id) => sizeOf(place(id) + partly) ?? 0,
    /** Opens what is there of it for more, or anew. */
    openPart(id: Id, how: 'anew' | 'goOn'): OpenPart {
      const path = place(id) + partly;
      const begins = how === 'anew' || (sizeOf(path) ?? 0) === 0;
      const file = openSync(path, begins ? 'w' : 'r+', 0o600);
      const fileKey = keyOfFile(key, id);
      let head: Uint8Array;
      let size = 0;
      try {
        // Drawn anew with the file: the same stream never covers two different contents.
        head = begins ? randomBytes(headBytes) : headOf(path);
        if (begins) writeAll(file, head, 0);
        else size = sizeOf(path) ?? 0;
      } catch (error) {
        closeSync(file);
        throw error;
      }
      return {
        size: () => size,
        add(bytes) {
          write(file, cipherFrom(fileKey, head, size)(bytes), headBytes + size);
          size += bytes.length;
        },
        close(keep) {
          try {
            if (keep) fsyncSync(file);
          } finally {
            closeSync(file);
          }
        },
      };
    },
    readPart: (id: Id): Readable => stream(place(id) + partly, id),
    /** From here on it is whole. */
    complete(id: Id): void {
      renameSync(place(id) + partly, place(id));
      syncFolder(folder);
    },
    dropPart: (id: Id) => rmSync(place(id) + partly, { force: true }),
    remove(id: Id): void {
      rmSync(place(id), { force: true });
      rmSync(place(id) + partly, { force: true });
    },
    read: (id: Id, range?: { start: number; end: number }): Readable =>
      stream(place(id), id, range),
    /** Bytes of all of them. */
    total: (): number =>
      readdirSync(folder).reduce((sum, name) => sum + (sizeOf(join(folder, name)) ?? 0), 0),
    /** Every id with a file, whole or not. */
    ids: (): Set<Id> =>
      new Set(
        readdirSync(folder)
          .map((name) => (name.endsWith(partly) ? name.slice(0, -partly.length) : name))
          .filter((name) => isId.test(name)),
      ),
  };
}

function headOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(headBytes);
    if (readSync(file, head, 0, headBytes, 0) < headBytes)
      throw new Error('this is no file of ours');
    return head;
  } finally {
    closeSync(file);
  }
}

export type OpenPart = {
  size(): number;
  /** Throws where the disk fails; what was there before is still counted, and no more. */
  add(bytes: Uint8Array): void;
  /** `keep`: it is on the disk when this returns. */
  close(keep: boolean): void;
};

/** Lower-case hex. */
export async function sha256Of(bytes: Readable): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(bytes, hash);
  return hash.digest('hex');
}

/** The media type that the bytes tell; null: none that is known. */
export async function typeOf(bytes: Readable): Promise<string | null> {
  try {
    const web = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
    return (await fileTypeFromStream(web))?.mime ?? null;
  } catch {
    // Cut short in the middle of what it began as.
    return null;
  } finally {
    bytes.destroy();
  }
}
