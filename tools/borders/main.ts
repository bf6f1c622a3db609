/** Prints what breaks the rules of the house; exits 1 if anything does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findings, type SourceFile } from './house.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const elsewhere = new Set(['node_modules', 'out', 'dist', '.git', '.recado']);
const text = /\.(?:ts|tsx|mjs|js|css|sql|html|json|sh)$/;

function* filesIn(folder: string): Generator<SourceFile> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (elsewhere.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (text.test(entry.name)) {
      yield { path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
    }
  }
}

const found = findings([...filesIn(root)]);
for (const { path, line, says } of found) {
  console.error(`${path}${line ? `:${line}` : ''}  ${says}`);
}
if (found.length > 0) process.exit(1);
