import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { replace } from '#core/home.ts';
import type { Host } from '#core/host.ts';

const Secrets = Type.Record(Type.String(), Type.String());
const check = Compile(Secrets);

/**
 * The sign-in token in a file that only this account of the machine may read. It is not encrypted:
 * a plain Node process has no keychain, and a key beside the file would only look like one. The
 * installed app keeps it in the system's own store.
 */
export function openSecretFile(folder: string): Host['secrets'] {
  const file = join(folder, 'secrets.json');
  const read = (): Static<typeof Secrets> => {
    try {
      chmodSync(file, 0o600);
      const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return check.Check(content) ? content : {};
    } catch {
      // None, or none that can be read: one signs in again.
      return {};
    }
  };
  const kept = new Map(Object.entries(read()));
  const save = () => replace(file, JSON.stringify(Object.fromEntries(kept)));
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
