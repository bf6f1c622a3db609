import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshFolder } from '../test-folder.ts';
import { type Files, openFiles } from './files.ts';
import { openPlainFiles } from './plain-files.ts';
import { headBytes } from './sealing.ts';

const key = 'ab'.repeat(32);
const id = '00000000-0000-7000-8000-000000000001';
let place: ReturnType<typeof freshFolder>;
let files: Files;
beforeEach(() => {
  place = freshFolder();
  files = openFiles(place.folder, key);
});
afterEach(() => place.remove());

/** `cuts`: how long each part is; between two the file is closed and opened again. */
function write(content: Buffer, cuts: number[] = []): void {
  let done = 0;
  for (const length of [...cuts, content.length]) {
    const part = files.openPart(id, done === 0 ? 'anew' : 'goOn');
    expect(part.size()).toBe(done);
    part.add(content.subarray(done, done + length));
    part.close(true);
    done = Math.min(content.length, done + length);
  }
  files.complete(id);
}

it('what is written in any parts is read in any parts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 5_000 }),
      fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 6 }),
      fc.nat(),
      fc.nat(),
      async (bytes, cuts, from, length) => {
        const content = Buffer.from(bytes);
        write(content, cuts);
        expect(files.size(id)).toBe(content.length);
        expect(await buffer(files.read(id))).toEqual(content);
        const start = from % content.length;
        const end = start + (length % (content.length - start));
        expect(await buffer(files.read(id, { start, end }))).toEqual(
          content.subarray(start, end + 1),
        );
        files.remove(id);
      },
    ),
    { numRuns: 60 },
  );
});

it('nothing of it can be read on the disk, and the same content never looks the same', () => {
  const content = Buffer.from('laudo de um paciente '.repeat(50));
  write(content);
  const first = readFileSync(files.place(id));
  expect(first.toString('latin1')).not.toContain('paciente');
  files.remove(id);
  write(content);
  const second = readFileSync(files.place(id));
  expect(second.subarray(headBytes)).not.toEqual(first.subarray(headBytes));
});

it('another key reads something else; a file that is none of ours is told', async () => {
  write(Buffer.from('conteúdo'));
  const others = openFiles(place.folder, 'cd'.repeat(32));
  expect(await buffer(others.read(id))).not.toEqual(Buffer.from('conteúdo'));
  writeFileSync(files.place(id), 'x');
  await expect(buffer(files.read(id))).rejects.toThrow('no file of ours');
  files.remove(id);
  await expect(buffer(files.read(id))).rejects.toThrow(/ENOENT/);
});

it('files from before are encrypted one by one, and what had not come whole is let go', async () => {
  const old = freshFolder();
  writeFileSync(join(old.folder, id), 'conteúdo antigo');
  writeFileSync(join(old.folder, `${id.replace('1', '2')}.part`), 'halb');
  const plain = openPlainFiles(old.folder, files);
  expect(plain.ids()).toEqual([id]);
  plain.bring(id);
  expect(readdirSync(old.folder)).toEqual([]);
  expect((await buffer(files.read(id))).toString()).toBe('conteúdo antigo');
  expect(openPlainFiles(join(old.folder, 'never'), files).ids()).toEqual([]);
  old.remove();
});
