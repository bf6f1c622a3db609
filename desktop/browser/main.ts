/** The console in an ordinary browser: `node desktop/browser/main.ts`. */
import { readFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import open from 'open';
import { FolderInUse } from '#core/cache/folder-lock.ts';
import type { Log } from '#core/log.ts';
import { serveConsole } from './serve.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { env } = process;

const log: Log = {
  info: () => {},
  warn: (fields, text) => console.error(text, shown(fields)),
  error: (fields, text) => console.error(text, shown(fields)),
};
const shown = (fields: object): string =>
  JSON.stringify(fields, (_, value) => (value instanceof Error ? String(value.stack) : value));

function defaultFolder(): string {
  const home = homedir();
  if (platform() === 'darwin') return join(home, 'Library/Application Support/Recado/console');
  if (platform() === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData/Local'), 'Recado/console');
  }
  return join(env.XDG_DATA_HOME ?? join(home, '.local/share'), 'recado/console');
}

function fail(line: string): never {
  console.error(line);
  process.exit(1);
}

const port = Number(env.RECADO_CONSOLE_PORT || 4681);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`RECADO_CONSOLE_PORT must be a port, not "${env.RECADO_CONSOLE_PORT}".`);
}
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const host = await serveConsole({
  folder: resolve(env.RECADO_CONSOLE_DATA || defaultFolder()),
  port,
  version,
  renderer: join(root, 'out/renderer'),
  defaultServer: env.RECADO_SERVER || undefined,
  openExternal: (url) => void open(url).catch(() => log.warn({}, 'a link could not be opened')),
  log,
}).catch((error: unknown) => {
  if (error instanceof FolderInUse) return fail(`${error.message}.`);
  return fail(`The console could not start: ${error instanceof Error ? error.message : error}`);
});
console.log(`console at ${host.url}`);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void host.close().then(() => process.exit(0));
  });
}
