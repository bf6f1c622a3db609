/**
 * The files beside the cache, each under its id. One that is there is whole: it is written under
 * another name and takes its own when its last byte is on the disk.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  type ReadStream,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromStream } from 'file-type';
import type { Id } from '#shared/contract/scalars.ts';

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

export function openFiles(folder: string, write: Write = writeAll) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = (id: Id): string => {
    if (!isId.test(id)) throw new Error('this is no id');
    return join(folder, id);
  };
  const sizeOf = (path: string): number | null =>
    statSync(path, { throwIfNoEntry: false })?.size ?? null;
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
      const file = openSync(path, how === 'anew' ? 'w' : 'a+', 0o600);
      let size = sizeOf(path) ?? 0;
      return {
        size: () => size,
        add(bytes) {
          write(file, bytes, size);
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
    readPart: (id: Id): ReadStream => createReadStream(place(id) + partly),
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
    read: (id: Id, range?: { start: number; end: number }): ReadStream =>
      createReadStream(place(id), range),
    /** Every id with a file, whole or not. */
    ids: (): Set<Id> =>
      new Set(
        readdirSync(folder)
          .map((name) => (name.endsWith(partly) ? name.slice(0, -partly.length) : name))
          .filter((name) => isId.test(name)),
      ),
  };
}

export type OpenPart = {
  size(): number;
  /** Throws where the disk fails; what was there before is still counted, and no more. */
  add(bytes: Uint8Array): void;
  /** `keep`: it is on the disk when this returns. */
  close(keep: boolean): void;
};

/** So that the name outlives a power cut; not every system knows how. */
function syncFolder(folder: string): void {
  try {
    const opened = openSync(folder, 'r');
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // Windows opens no folders.
  }
}

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
