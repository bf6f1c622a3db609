import { chmodSync, readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { replace } from './home.ts';
import type { Host } from './host.ts';

const check = Compile(Type.Record(Type.String(), Type.String()));

/**
 * Names and values in a file that only this account of the machine may read. Nothing here is
 * encrypted: whoever can read the file has what is in it.
 */
export function openSecretFile(file: string): Host['secrets'] {
  const read = (): Record<string, string> => {
    try {
      chmodSync(file, 0o600);
      const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
      return check.Check(content) ? content : {};
    } catch {
      // None, or none that can be read: the same as one that has nothing.
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
