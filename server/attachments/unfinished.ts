/** Uploads that are not whole yet: a folder of this server, as tus keeps it. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { Upload } from '@tus/server';
import { Compile } from 'typebox/compile';
import { Refused } from '#shared/contract/refusal.ts';
import { Id } from '#shared/contract/scalars.ts';
import type { Clearing } from '../platform/clearing.ts';

const dayMs = 24 * 3_600_000;
const checkId = Compile(Id);

export class UnfinishedUploads extends FileStore {
  readonly #clearing: Clearing;

  constructor(folder: string, clearing: Clearing) {
    super({ directory: folder });
    this.#clearing = clearing;
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  fileOf(id: Id): string {
    return join(this.directory, id);
  }

  /** With everything that was said at its beginning; null: there is none. */
  async find(id: Id): Promise<Upload | null> {
    const begun = await this.configstore.get(id);
    const file = await stat(this.fileOf(id)).catch(() => null);
    if (!begun || !file) return null;
    return new Upload({ ...begun, offset: file.size });
  }

  override async create(upload: Upload): Promise<Upload> {
    // Under the lock of tus: of two at once, one begins it, and the other must not empty its file.
    if (await this.find(upload.id)) {
      throw new Refused('duplicate-id', 'This upload has begun. Ask how far it has come.', {
        path: '/id',
      });
    }
    return super.create(upload);
  }

  /** What is answered as received is on the disk. Throws what the disk says. */
  override async write(bytes: Readable, id: Id, offset: number): Promise<number> {
    const file = createWriteStream(this.fileOf(id), { flags: 'r+', start: offset, flush: true });
    await pipeline(bytes, this.#clearing(), file);
    return offset + file.bytesWritten;
  }

  /** What tus answers of it: not its look, which is longer than some clients take in a header. */
  override async getUpload(id: Id): Promise<Upload> {
    const upload = await super.getUpload(id);
    const { look: _, owner: __, ...metadata } = upload.metadata ?? {};
    upload.metadata = metadata;
    return upload;
  }

  override async remove(id: Id): Promise<void> {
    await rm(this.fileOf(id), { force: true });
    await rm(`${this.fileOf(id)}.json`, { force: true });
  }

  /** A file of one's own for something that arrives in one piece. */
  async scratch(name: string): Promise<string> {
    await mkdir(this.directory, { recursive: true });
    return join(this.directory, `${name}.form`);
  }

  /** Removes what nobody has added to for a day; answers the ids of what it removed. */
  async forgetOld(): Promise<Id[]> {
    const names = await readdir(this.directory).catch(() => []);
    const removed: Id[] = [];
    for (const name of names) {
      const [id = ''] = name.split('.');
      const files = name.endsWith('.form') ? [name] : [id, `${id}.json`];
      if (!checkId.Check(id) || removed.includes(id)) continue;
      const ages = await Promise.all(
        files.map((file) =>
          stat(join(this.directory, file)).then(
            ({ mtimeMs }) => Date.now() - mtimeMs,
            () => Number.POSITIVE_INFINITY,
          ),
        ),
      );
      if (Math.min(...ages) < dayMs) continue;
      for (const file of files) await rm(join(this.directory, file), { force: true });
      removed.push(id);
    }
    return removed;
  }
}
