import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serverKey, serverKeyFile } from './server-key.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'recado-key-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('the first start makes a key that only its owner reads, and every later one reads it', () => {
  const data = folder();
  const key = serverKey(data, null);
  expect(key).toHaveLength(32);
  expect(serverKey(data, null)).toEqual(key);
  expect(statSync(join(data, serverKeyFile)).mode & 0o777).toBe(0o600);
  expect(readdirSync(data)).toEqual([serverKeyFile]);
});

test('two folders have two keys', () => {
  expect(serverKey(folder(), null)).not.toEqual(serverKey(folder(), null));
});

test('the environment wins, and writes nothing', () => {
  const data = folder();
  expect(serverKey(data, 'ab'.repeat(32))).toEqual(Buffer.alloc(32, 0xab));
  expect(readdirSync(data)).toEqual([]);
});

test('a file that is no key is refused and left as it is', () => {
  const data = folder();
  const file = join(data, serverKeyFile);
  for (const broken of ['', 'ab', 'z'.repeat(64), 'ab'.repeat(33)]) {
    writeFileSync(file, broken);
    expect(() => serverKey(data, null)).toThrow(file);
    expect(readFileSync(file, 'utf8')).toBe(broken);
  }
  expect(() => serverKey(data, 'short')).toThrow('the environment');
});
