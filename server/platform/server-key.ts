/** The key that secrets in the database are sealed with: a copy of the database alone opens none. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The environment's variable and the file's content: 64 hex digits. */
export const serverKeyPattern = '^[0-9a-fA-F]{64}$';
export const serverKeyFile = 'server.key';

/**
 * 32 bytes: from the environment where it is set, else from the data folder, where the first start
 * makes it. @throws when the file is there and is no key: a new one would lock everyone out
 */
export function serverKey(dataFolder: string, fromEnvironment: string | null): Buffer {
  if (fromEnvironment !== null) return parse(fromEnvironment, 'the environment');
  const file = join(dataFolder, serverKeyFile);
  const known = read(file);
  if (known !== null) return parse(known, file);
  make(file);
  return parse(read(file) ?? '', file);
}

function parse(text: string, where: string): Buffer {
  const hex = text.trim();
  if (new RegExp(serverKeyPattern).test(hex)) return Buffer.from(hex, 'hex');
  throw new Error(`the server's key in ${where} is not 64 hex digits; put the right one back`);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, and never over one that another process made meanwhile. */
function make(file: string): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    writeSync(handle, `${randomBytes(32).toString('hex')}\n`);
    fsyncSync(handle);
    closeSync(handle);
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
