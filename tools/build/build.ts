/** Builds what a console shows into out/, and only when its sources changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has, packageFile, root, runToEnd } from '../run.ts';

/** Where the build is described; the first that is there. */
const configs = ['electron.vite.config.ts', 'desktop/electron/electron.vite.config.ts'];
const stamp = join(root, 'out', '.built-from');
const sources = ['desktop', 'shared', 'migrations/cache', 'package.json', 'package-lock.json'];

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(root, path);
  if (!existsSync(full)) return;
  for (const entry of readdirSync(full, { withFileTypes: true, recursive: true })
    .filter((it) => it.isFile() && !/\.test\.tsx?$/.test(it.name))
    .map((it) => join(it.parentPath, it.name))
    .sort()) {
    hash.update(entry.slice(root.length)).update('\0').update(readFileSync(entry)).update('\0');
  }
}

/** A digest of everything that goes into the bundle; content, not times: a checkout changes those. */
export function sourcesDigest(): string {
  const hash = createHash('sha256');
  for (const path of sources) {
    if (/\.json$/.test(path)) hash.update(readFileSync(join(root, path)));
    else addTo(hash, path);
  }
  for (const config of configs) if (has(config)) hash.update(readFileSync(join(root, config)));
  return hash.digest('hex');
}

export function isBuilt(): boolean {
  return (
    existsSync(join(root, 'out', 'renderer', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sourcesDigest()
  );
}

/** @returns the exit code of the build */
export async function build({ quiet = false } = {}): Promise<number> {
  const digest = sourcesDigest();
  const config = configs.find(has);
  if (!config) {
    console.error(`There is nothing to build by: none of ${configs.join(', ')}.`);
    return 1;
  }
  const code = await runToEnd(
    packageFile('electron-vite/bin/electron-vite.js'),
    ['build', '--config', config, ...(quiet ? ['--logLevel', 'error'] : [])],
    { env: { NODE_ENV: 'production' } },
  );
  if (code !== 0) return code;
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stamp, digest);
  return 0;
}
