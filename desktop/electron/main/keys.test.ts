import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKeys } from './keys.ts';
import type { Safe } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recado-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = { info: () => {}, warn: () => {}, error: () => {} };
const safe = (available: boolean): Safe => ({
  isEncryptionAvailable: () => available,
  encryptString: (text) => Buffer.from([...text].reverse().join('')),
  decryptString: (bytes) => [...bytes.toString()].reverse().join(''),
});
const written = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join();

it('the system’s store keeps the key, and nothing in the folder shows it', () => {
  const keys = openKeys(folder, safe(true), log);
  expect(keys.keeper).toBe('system');
  keys.set('account', 'abcdef');
  expect(written()).not.toContain('abcdef');
  expect(openKeys(folder, safe(true), log).get('account')).toBe('abcdef');
});

it('with no store it lasts all the same, in a file of the user, until there is one', () => {
  const keys = openKeys(folder, safe(false), log);
  expect(keys.keeper).toBe('file');
  keys.set('account', 'abcdef');
  expect(openKeys(folder, safe(false), log).get('account')).toBe('abcdef');
  const [name = ''] = readdirSync(folder);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  const later = openKeys(folder, safe(true), log);
  expect(later.get('account')).toBe('abcdef');
  expect(written()).not.toContain('abcdef');
  later.delete('account');
  expect(openKeys(folder, safe(true), log).get('account')).toBeNull();
});
