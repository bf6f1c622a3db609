/** A disk that is full for one program: nothing that it writes into a file gets there. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Program } from './programs.ts';

/** Linux, as anyone. Elsewhere what needs a full disk is left out. */
export const canFillDisk = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'prlimit')));

/** The program's own files only: its Postgres is another process, and writes on. */
function largestFile({ child }: Program, bytes: '0' | 'unlimited'): void {
  execFileSync('prlimit', [`--pid=${child.pid}`, `--fsize=${bytes}:`]);
}
export const fillDisk = (program: Program): void => largestFile(program, '0');
export const freeDisk = (program: Program): void => largestFile(program, 'unlimited');
