/** Starts an app as Electron would: `electron [-r file] [switches] <app folder or file> [args]`. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, shortCircuit: true, format: 'module-typescript' }
      : next(specifier, context),
});

// As in Electron, where the executable is followed by its own arguments.
process.argv.splice(1, 1);
const given = process.argv.slice(1);
const { begin } = await import('./electron.ts');
const require = createRequire(import.meta.url);

const required: string[] = [];
const switches: string[] = [];
const rest: string[] = [];
for (let n = 0; n < given.length; n += 1) {
  const each = given[n] ?? '';
  if (rest.length === 0 && (each === '-r' || each === '--require')) {
    n += 1;
    required.push(given[n] ?? '');
  } else if (each.startsWith('--')) switches.push(each);
  else rest.push(each);
}
const [path] = rest;
if (path === undefined) throw new Error('The Electron stand-in was given no app to start.');
const app = appAt(resolve(path));
begin.prepare({ ...app, switches });
for (const file of required) require(resolve(file));
await import(pathToFileURL(app.main).href);
await begin.start();

function appAt(place: string): { main: string; folder: string; name: string; version: string } {
  const folder = statSync(place).isDirectory() ? place : dirname(place);
  const file = join(folder, 'package.json');
  const described = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const main = folder === place ? join(folder, described.main ?? 'index.js') : place;
  return {
    main,
    folder,
    name: String(described.productName ?? described.name ?? 'Electron'),
    version: String(described.version ?? '0.0.0'),
  };
}
