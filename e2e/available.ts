/** What this machine has for the end-to-end specs. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Null where there is no Chromium: the specs are then left out, and `npm test` says so. */
export function chromiumPath(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
  }
  return null;
}

/** The folder of the stand-in where Electron's own binary is not; null where it is. */
export function standInFolder(): string | null {
  const electron = join(root, 'node_modules/electron');
  const named = join(electron, 'path.txt');
  const real = existsSync(named) && existsSync(join(electron, 'dist', readFileSync(named, 'utf8')));
  return real ? null : join(root, 'e2e/stand-in');
}
