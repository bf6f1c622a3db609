/** Runs e2e/bench/*.bench.ts one after the other and shows their figures as one table. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build, isBuilt } from '../build/build.ts';
import { root } from '../run.ts';
import { type Figure, figureIn, table } from './figures.ts';

const folder = join(root, 'e2e', 'bench');
const asked = process.argv.slice(2);
const files = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => asked.length === 0 || asked.some((word) => name.includes(word)))
  .sort();

/** A bench prints its figures as JSON lines; everything else it prints is shown as it comes. */
function run(file: string): Promise<{ code: number; figures: Figure[] }> {
  const bench = basename(file, '.bench.ts');
  const figures: Figure[] = [];
  console.log(`\n== ${bench} ==`);
  const child = spawn(process.execPath, [join(folder, file)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const figure = figureIn(bench, line);
    if (figure) figures.push(figure);
    else console.log(line);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code: code ?? 1, figures }));
  });
}

if (files.length === 0) {
  console.log(
    asked.length > 0 ? `No bench is called ${asked.join(', ')}.` : 'There is no bench yet.',
  );
} else {
  const all: Figure[] = [];
  let failed = !isBuilt() && (await build({ quiet: true })) !== 0;
  for (const file of files) {
    const { code, figures } = await run(file);
    all.push(...figures);
    if (code !== 0 || figures.some((figure) => figure.met === false)) failed = true;
  }
  console.log(`\n${table(all)}`);
  process.exitCode = failed ? 1 : 0;
}
