/** A copy of the tree in which rules can be broken, and what the checkers say about it. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

/** Path -> what was said about it. */
export type Verdict = Map<string, string[]>;

/** Rooms and configuration are copied; packages are linked one by one, so no cache is shared. */
export function copyOfTheHouse(): string {
  const copy = mkdtempSync(join(tmpdir(), 'recado-borders-'));
  const keep = /^(?:desktop|server|shared|e2e|tools|migrations)$|\.(?:json|ts)$/;
  for (const name of readdirSync(root)) {
    if (keep.test(name)) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === '.cache') continue;
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  return copy;
}

export function place(copy: string, files: Record<string, string>): void {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), source);
  }
}

function run(command: string, args: string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 64_000_000 }, (_error, stdout, stderr) =>
      resolve(`${stdout}\n${stderr}`),
    );
  });
}

export async function biomeOn(copy: string, paths: string[]): Promise<Verdict> {
  const said = await run(
    bin('biome'),
    ['lint', '--colors=off', '--max-diagnostics=none', '--diagnostic-level=error', ...paths],
    copy,
  );
  const verdict: Verdict = new Map();
  let about: string | null = null;
  for (const row of said.split('\n')) {
    const head = /^(\S+?\.\w+)(?::\d+:\d+)? (?:lint|assist|format)\/?/.exec(row);
    if (head?.[1]) about = head[1];
    else if (about && /^ {2}[×!]/.test(row)) {
      verdict.set(about, [...(verdict.get(about) ?? []), row.slice(4)]);
    }
  }
  return verdict;
}

export async function tscOn(copy: string): Promise<Verdict> {
  const said = await run(bin('tsc'), ['-b', '--pretty', 'false'], copy);
  const verdict: Verdict = new Map();
  for (const row of said.split('\n')) {
    const error = /^(\S+?)\(\d+,\d+\): error (TS\d+: .*)$/.exec(row);
    if (!error?.[1] || !error[2]) continue;
    verdict.set(error[1], [...(verdict.get(error[1]) ?? []), error[2]]);
  }
  return verdict;
}
