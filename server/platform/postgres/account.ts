/**
 * Who runs PostgreSQL. It refuses to run as root, so a server started by root runs it as `nobody`,
 * in a folder that `nobody` owns and can reach.
 */
import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type Account = { uid: number; gid: number };

/** Null: PostgreSQL runs as whoever runs the server. */
export async function postgresAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = /^nobody:[^:]*:(-?\d+):(-?\d+):/m.exec(passwd);
  // Some systems write nobody as -2.
  const id = (text: string | undefined) => (text === undefined ? 65_534 : Number(text) >>> 0);
  return { uid: id(fields?.[1]), gid: id(fields?.[2]) };
}

/** Whether everyone may walk through the folder and all those above it. */
export async function reachable(folder: string): Promise<boolean> {
  for (let at = await realpath(folder); ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

export async function makeOwned(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!account) return;
  await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
}

const commonPlace =
  process.platform === 'darwin' ? '/Library/Application Support/recado' : '/var/lib/recado';

/**
 * Makes `folder` and answers where it really is. For root below a folder that only root may enter
 * (such as /root) it becomes a link to a place that `nobody` can reach: the link is the truth, so
 * a data folder begun anew never finds an old database.
 */
export async function preparePlace(folder: string, account: Account | null): Promise<string> {
  const above = dirname(folder);
  await mkdir(above, { recursive: true, mode: account ? 0o711 : 0o700 });
  if (!account) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return realpath(folder);
  }
  // The folder above is the server's own: letting `nobody` pass shows none of what is in it.
  const { mode, uid } = await stat(above);
  if (uid === 0 && (mode & 0o001) === 0) await chmod(above, (mode & 0o777) | 0o011);
  const present = await lstat(folder).catch(() => null);
  if (!present && !(await reachable(above))) {
    const elsewhere = join(commonPlace, `postgres-${randomBytes(8).toString('hex')}`);
    await mkdir(commonPlace, { recursive: true, mode: 0o711 });
    await makeOwned(elsewhere, account);
    await symlink(elsewhere, folder);
  }
  if (present?.isSymbolicLink() !== true) await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = await realpath(folder);
  await makeOwned(place, account);
  return place;
}
