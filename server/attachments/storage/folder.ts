/** Attachments in a folder of this machine, or one that several servers share. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BadStorage, NotStored, type Storage } from './storage.ts';

const chunk = 256 * 1024;
const isPlace = /^[\w-]+\/[\w-]+$/;
const dayMs = 24 * 3_600_000;

/** Its entries are on the disk, too; where a system cannot do that to a folder, it need not. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

export function folderStorage(root: string): Storage {
  const unfinished = join(root, 'unfinished');
  const fileAt = (place: string): string => {
    if (!isPlace.test(place)) throw new Error('this is not a place of ours');
    return join(root, place);
  };

  /** Written beside its place, which then has all of it at once. */
  async function keep(place: string, write: (begun: string) => Promise<void>): Promise<void> {
    const file = fileAt(place);
    const begun = join(unfinished, randomUUID());
    try {
      const made = await mkdir(dirname(file), { recursive: true });
      if (made) await settle(root);
      await write(begun);
      await rename(begun, file);
      await settle(dirname(file));
    } finally {
      // There still after a failure, or where both names meant one file.
      await rm(begun, { force: true });
    }
  }

  /** What a server that was killed had begun. */
  async function forgetUnfinished(): Promise<void> {
    for (const name of await readdir(unfinished)) {
      const file = join(unfinished, name);
      const about = await stat(file).catch(() => null);
      if (about && about.mtimeMs < Date.now() - dayMs) await rm(file, { force: true });
    }
  }

  return {
    name: 'folder',
    async put(place, bytes) {
      try {
        await keep(place, (begun) =>
          pipeline(bytes, createWriteStream(begun, { flush: true, flags: 'wx' })),
        );
      } finally {
        bytes.destroy();
      }
    },
    putFile: (place, source) =>
      keep(place, async (begun) => {
        // The same file under another name, where the file system can do that.
        await link(source, begun).catch(() => copyFile(source, begun));
        const handle = await open(begun, 'r+');
        await handle.sync().finally(() => handle.close());
      }),
    async read(place, range) {
      const handle = await open(fileAt(place), 'r').catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new NotStored(place) : error;
      });
      return handle.createReadStream({
        highWaterMark: chunk,
        ...(range && { start: range.first, end: range.last }),
      });
    },
    async remove(place) {
      await rm(fileAt(place), { force: true });
    },
    link: async () => null,
    async check() {
      try {
        await mkdir(unfinished, { recursive: true });
        const probe = join(unfinished, randomUUID());
        await (await open(probe, 'wx')).close();
        await rm(probe);
      } catch (error) {
        throw new BadStorage(
          `the folder ${root} cannot be written (${(error as NodeJS.ErrnoException).code})`,
        );
      }
      await forgetUnfinished();
    },
    close: () => {},
  };
}
