/** The sign-in, encrypted with a key that the system's own store keeps. */
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { replace } from '#core/home.ts';
import type { Host } from '#core/host.ts';
import type { Log } from '#core/log.ts';

const check = Compile(Type.Record(Type.String(), Type.String()));

/** Of Electron's safeStorage, what is used. */
export type Safe = {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
};

/**
 * Where the system has no store (a Linux without a keyring) secrets stay in memory for this run:
 * one signs in again, rather than a token lying about in the clear.
 */
export function openSecrets(file: string, safe: Safe, log: Log): Host['secrets'] {
  const lasting = safe.isEncryptionAvailable();
  if (!lasting) log.warn({}, 'the system keeps no secrets: the sign-in lasts until the app closes');
  const kept = new Map(lasting ? read(file, safe) : []);
  const save = () => {
    if (!lasting) return;
    const sealed = [...kept].map(([name, value]) => [
      name,
      safe.encryptString(value).toString('base64'),
    ]);
    replace(file, JSON.stringify(Object.fromEntries(sealed)));
  };
  return {
    get: (name) => kept.get(name) ?? null,
    set(name, value) {
      kept.set(name, value);
      save();
    },
    delete(name) {
      if (kept.delete(name)) save();
    },
  };
}

/** What cannot be read (none yet, damaged, another key) is nothing: one signs in again. */
function read(file: string, safe: Safe): [string, string][] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!check.Check(content)) return [];
    return Object.entries(content).map(([name, sealed]) => [
      name,
      safe.decryptString(Buffer.from(sealed, 'base64')),
    ]);
  } catch {
    return [];
  }
}
