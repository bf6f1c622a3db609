/** The files of simulated messages, beside the simulator's database, each under its SHA-256. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type KeptFile = {
  sha256: string;
  size: number;
  /** Call it once the file has its message, or will have none: then it goes. */
  release(): void;
};

export type Files = {
  folder: string;
  /** The bytes are on the disk when it resolves. @throws FileTooLarge beyond `most` bytes */
  keep(bytes: Readable, most: number): Promise<KeptFile>;
  /** It goes, unless something else has it or somebody is about to. */
  letGo(sha256: string): void;
  /** @throws ENOENT */
  read(sha256: string): Promise<{ size: number; bytes(): Readable }>;
};

export class FileTooLarge extends Error {}

/** @param isUsed whether a message has the file */
export function openFiles(folder: string, isUsed: (sha256: string) => boolean): Files {
  const incoming = join(folder, 'incoming');
  // What a dead server was in the middle of.
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name !== 'incoming' && !isUsed(name)) rmSync(join(folder, name), { force: true });
  }
  /** How many have kept the file and not released it. */
  const holders = new Map<string, number>();

  function release(sha256: string): void {
    const left = (holders.get(sha256) ?? 1) - 1;
    if (left > 0) {
      holders.set(sha256, left);
      return;
    }
    holders.delete(sha256);
    if (!isUsed(sha256)) rmSync(join(folder, sha256), { force: true });
  }

  return {
    folder,
    async keep(bytes, most) {
      const temporary = join(incoming, randomUUID());
      const hash = createHash('sha256');
      let size = 0;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          hash.update(chunk);
          done(
            size > most ? new FileTooLarge(`The file has more than ${most} bytes.`) : null,
            chunk,
          );
        },
      });
      try {
        await pipeline(bytes, counted, createWriteStream(temporary, { flags: 'wx', flush: true }));
        const sha256 = hash.digest('hex');
        // Held before it is there: nobody who lets go of the same bytes takes it away.
        holders.set(sha256, (holders.get(sha256) ?? 0) + 1);
        await rename(temporary, join(folder, sha256));
        await flushFolder(folder);
        let held = true;
        return {
          sha256,
          size,
          release() {
            if (held) release(sha256);
            held = false;
          },
        };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    letGo(sha256) {
      if (!holders.has(sha256) && !isUsed(sha256)) rmSync(join(folder, sha256), { force: true });
    },
    async read(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) {
        throw Object.assign(new Error('not the name of a file'), { code: 'ENOENT' });
      }
      const file = join(folder, sha256);
      const { size } = await stat(file);
      return { size, bytes: () => createReadStream(file) };
    },
  };
}

/** The new name in it is on the disk too. Windows has no such thing. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
