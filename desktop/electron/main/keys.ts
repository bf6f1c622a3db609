/** The keys of what is cached: with the system's own store where it has one, else in a file. */
import { join } from 'node:path';
import type { Host } from '#core/host.ts';
import type { Log } from '#core/log.ts';
import { openSecretFile } from '#core/secret-file.ts';
import { openSecrets, type Safe } from './secrets.ts';

/**
 * A key that lasted for one run only would make what waits unreadable after it: so where the system
 * has no store (a Linux without a keyring) the key lies in a file that only this user may read, and
 * the screen says so. It moves into the store when there is one.
 */
export function openKeys(folder: string, safe: Safe, log: Log): Host['keys'] {
  const file = openSecretFile(join(folder, 'keys-in-the-clear.json'));
  if (!safe.isEncryptionAvailable()) return { ...file, keeper: 'file' };
  const sealed = openSecrets(join(folder, 'keys.json'), safe, log);
  const brought = (name: string): string | null => {
    const value = file.get(name);
    if (value === null) return null;
    sealed.set(name, value);
    file.delete(name);
    return value;
  };
  return {
    keeper: 'system',
    get: (name) => sealed.get(name) ?? brought(name),
    set: sealed.set,
    delete(name) {
      sealed.delete(name);
      file.delete(name);
    },
  };
}
