import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshFolder } from '../test-folder.ts';
import { openFiles, type Write } from './files.ts';
import { openIntake } from './intake.ts';
import { headBytes } from './sealing.ts';

const key = 'ab'.repeat(32);
let place: ReturnType<typeof freshFolder>;
beforeEach(() => {
  place = freshFolder();
});
afterEach(() => place.remove());

const said = { kind: 'document', name: 'a.txt', mediaType: 'text/plain', size: 6 } as const;

it('a disk that is full in the middle of a part loses nothing of what was received', async () => {
  const disk: number[] = [];
  let full = true;
  const { writeSync } = await import('node:fs');
  const write: Write = (file, bytes, at) => {
    disk.push(at);
    // Half of it gets there, as on a disk with a little room left.
    if (full && at > headBytes) {
      writeSync(file, bytes, 0, 1, at);
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
    writeSync(file, bytes, 0, bytes.length, at);
  };
  const files = openFiles(place.folder, key, write);
  const intake = openIntake(files);
  const id = intake.begin(said);
  expect(intake.add(id, 0, btoa('abc'))).toBe(3);
  expect(() => intake.add(id, 3, btoa('xyz'))).toThrow('no space left');
  expect(existsSync(files.place(id))).toBe(false);
  full = false;
  expect(intake.add(id, 3, btoa('def'))).toBe(6);
  const made = await intake.end(id, {});
  // Of "abcdef".
  expect(made.sha256).toBe('bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721');
  expect(disk.map((at) => at - headBytes)).toEqual([0, 3, 3]);
});

it('what is dropped, or given up with its composer, leaves nothing behind', () => {
  const intake = openIntake(openFiles(place.folder, key));
  const [one, two] = [intake.begin(said), intake.begin(said)];
  intake.add(one, 0, btoa('abc'));
  expect(intake.drop(one)).toBe(true);
  expect(intake.drop(one)).toBe(false);
  expect(readdirSync(place.folder)).toEqual([`${two}.part`]);
  intake.close();
  expect(readdirSync(place.folder)).toEqual([]);
});

it('no id leads out of the folder', () => {
  const files = openFiles(place.folder, key);
  for (const id of ['..', '../x', '', 'a', '/etc/passwd', '00000000-0000-0000-0000-00000000000/']) {
    expect(() => files.read(id)).toThrow('no id');
    expect(() => files.remove(id)).toThrow('no id');
  }
});
