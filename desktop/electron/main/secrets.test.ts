import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSecrets, type Safe } from './secrets.ts';

let folder: string;
const file = () => join(folder, 'secrets.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recado-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const log = { info: () => {}, warn: () => {}, error: () => {} };
const safe = (available: boolean, key = 'k'): Safe => ({
  isEncryptionAvailable: () => available,
  encryptString: (text) => Buffer.from(`${key}${[...text].reverse().join('')}`),
  decryptString(bytes) {
    const text = bytes.toString();
    if (!text.startsWith(key)) throw new Error('another key');
    return [...text.slice(key.length)].reverse().join('');
  },
});

it('keeps a secret sealed through a restart, until it is deleted', () => {
  openSecrets(file(), safe(true), log).set('sign-in', 'the token');
  expect(readFileSync(file(), 'utf8')).not.toContain('the token');
  const again = openSecrets(file(), safe(true), log);
  expect(again.get('sign-in')).toBe('the token');
  expect(again.get('other')).toBeNull();
  again.delete('sign-in');
  expect(openSecrets(file(), safe(true), log).get('sign-in')).toBeNull();
});

it('writes nothing where the system keeps no secrets, and takes nothing sealed for one', () => {
  openSecrets(file(), safe(true), log).set('sign-in', 'the token');
  const before = readFileSync(file(), 'utf8');
  const open = openSecrets(file(), safe(false), log);
  expect(open.get('sign-in')).toBeNull();
  open.set('sign-in', 'in the clear');
  expect(open.get('sign-in')).toBe('in the clear');
  expect(readFileSync(file(), 'utf8')).toBe(before);
});

it.each(['', '[]', '{"sign-in": 5}', '{"sign-in": "%%%"}'])(
  'takes a file with %j for none',
  (text) => {
    writeFileSync(file(), text);
    expect(openSecrets(file(), safe(true), log).get('sign-in')).toBeNull();
  },
);

it('takes what another key sealed for nothing', () => {
  openSecrets(file(), safe(true, 'old'), log).set('sign-in', 'the token');
  expect(openSecrets(file(), safe(true, 'new'), log).get('sign-in')).toBeNull();
});
