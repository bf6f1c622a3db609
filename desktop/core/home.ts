/** What this machine keeps beside the caches: who is signed in where, and how it looks. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Language, Theme } from '#shared/contract/bridge.ts';
import { nullable } from '#shared/contract/scalars.ts';
import { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Log } from './log.ts';

const HomeFile = Type.Object({
  /** The address last signed in to: offered again. */
  server: nullable(Type.String()),
  /** Who is signed in at `server`; null: nobody. */
  user: nullable(SignedInUser),
  language: nullable(Language),
  theme: Theme,
  /** Read by settings.ts: one value that is not understood costs nobody the sign-in. */
  settings: Type.Optional(Type.Unknown()),
  pausedUntil: Type.Optional(nullable(Type.String())),
  /** Where the window went when it was closed has been said. */
  trayTold: Type.Optional(Type.Boolean()),
});
export type HomeFile = Static<typeof HomeFile>;
const check = Compile(HomeFile);

const nothing: HomeFile = { server: null, user: null, language: null, theme: 'system' };

export type Home = {
  get(): Readonly<HomeFile>;
  /** On the disk when it returns. */
  change(part: Partial<HomeFile>): void;
};

export function openHome(folder: string, log: Log): Home {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'console.json');
  let now = read(file, log);
  return {
    get: () => now,
    change(part) {
      now = { ...now, ...part };
      replace(file, `${JSON.stringify(now, null, 2)}\n`);
    },
  };
}

function read(file: string, log: Log): HomeFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
    throw error;
  }
  try {
    const content: unknown = JSON.parse(text);
    if (check.Check(content)) return content;
  } catch {
    // Told below, like any other content that is not ours.
  }
  const aside = `${file}.damaged-${Date.now()}`;
  renameSync(file, aside);
  log.warn({ aside }, 'the settings of this console could not be read and begin anew');
  return nothing;
}

/** Whole or not at all, also through a power cut. */
export function replace(file: string, text: string): void {
  const next = `${file}.next`;
  const to = openSync(next, 'w', 0o600);
  try {
    writeSync(to, text);
    fsyncSync(to);
  } finally {
    closeSync(to);
  }
  renameSync(next, file);
}

/**
 * A cache belongs to one person on one server, so that what one gave never goes out under the name
 * of another.
 */
export const accountName = (server: string, userId: string): string =>
  createHash('sha256').update(`${server}\n${userId}`).digest('hex').slice(0, 32);
