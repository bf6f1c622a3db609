/** `npm start`: the whole product on this machine, and in order out again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from '../build/build.ts';
import { inWords } from '../language.mjs';
import { root } from '../run.ts';
import { isRunning, kill, stop } from './child.ts';
import { type OpenedConsole, openConsole } from './console.ts';
import { needsSetUp, setUpSample } from './sample.ts';
import {
  addressOf,
  healthAt,
  logFile,
  type RunningServer,
  startServer,
  waitUntilWell,
} from './server.ts';

const began = Date.now();
const wantsSample = process.argv.includes('--sample');
let address = addressOf(process.env);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const say = (english: string, pt: string) => console.log(inWords(english, pt));

let server: RunningServer | null = null;
let opened: OpenedConsole | null = null;
let stoppingSince: number | null = null;

/** The console first, so that it can hand over what it has; then the server, which has 10 s. */
async function stopEverything(code: number): Promise<never> {
  if (opened) await stop(opened.child, 5_000);
  if (server) await stop(server.child, 12_000);
  process.exit(code);
}

function onSignal(): void {
  // npm and the terminal may both hand on one and the same Ctrl+C; a later one means: now.
  if (stoppingSince !== null) {
    if (Date.now() - stoppingSince < 1_000) return;
    if (opened) kill(opened.child);
    if (server) kill(server.child);
    process.exit(1);
  }
  stoppingSince = Date.now();
  say('\nStopping …', '\nEncerrando …');
  void stopEverything(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

async function bringUpServer(): Promise<void> {
  if (await healthAt(address)) {
    say(`A Recado server already runs at ${address}.`, `Já há um servidor Recado em ${address}.`);
    return;
  }
  say('Starting the server …', 'Iniciando o servidor …');
  server = startServer();
  const reached = await waitUntilWell(server, address, 90_000);
  if (stoppingSince !== null) return;
  if (reached === null) {
    console.error(server.lastLines.join('\n'));
    say(`The server did not come up. Its log: ${logFile}`, `O servidor não subiu. Log: ${logFile}`);
    return stopEverything(1);
  }
  address = reached;
  server.child.once('exit', (code) => {
    if (stoppingSince !== null) return;
    stoppingSince = Date.now();
    say(
      `The server ended by itself (${code}). Its log: ${logFile}`,
      `O servidor parou sozinho (${code}). Log: ${logFile}`,
    );
    void stopEverything(1);
  });
}

async function tellWhereToLook(): Promise<void> {
  say(`\nRecado ${version} is up.`, `\nRecado ${version} no ar.`);
  say(`  server      ${address}   log: ${logFile}`, `  servidor    ${address}   log: ${logFile}`);
  say(
    `  simulator   ${address}/simulator   (the contacts’ phones)`,
    `  simulador   ${address}/simulator   (os telefones dos contatos)`,
  );
  const needed = await needsSetUp(address);
  const code = server?.said.code ?? undefined;
  if (needed && wantsSample) await setUpSample(address, code);
  else if (needed) {
    say(
      `  first       ${address}/setup   (make the first admin; it also offers a sample workspace)`,
      `  primeiro    ${address}/setup   (crie o primeiro admin; também oferece dados de exemplo)`,
    );
    if (code)
      say(
        `  code        ${code}   (it asks for this)`,
        `  código      ${code}   (ela pede este código)`,
      );
  } else if (wantsSample) {
    say(
      '  sample      not added: this workspace already has users',
      '  exemplo     não incluído: já há usuários aqui',
    );
  }
}

say(`Recado ${version}`, `Recado ${version}`);
if (!isBuilt()) {
  say(
    'Building the console (only when its sources changed) …',
    'Montando o console (só quando o código muda) …',
  );
  if ((await build({ quiet: true })) !== 0) {
    say(
      'The console could not be built: the lines above say why. The server starts all the same.',
      'Não foi possível montar o console: as linhas acima dizem o motivo. O servidor inicia assim mesmo.',
    );
  }
}
await bringUpServer();
if (stoppingSince === null) await tellWhereToLook();
if (stoppingSince === null && isBuilt()) {
  opened = await openConsole(address);
  if (!opened)
    say('  console     could not be opened: see above', '  console     não abriu: veja acima');
  else if (opened.host === 'electron') {
    opened.child.once('exit', () => {
      if (stoppingSince === null)
        say(
          'The console was closed; the server goes on.',
          'O console foi fechado; o servidor continua.',
        );
    });
  }
}
if (stoppingSince === null) {
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(
    `\nReady in ${seconds} s. Ctrl+C stops everything.`,
    `\nPronto em ${seconds} s. Ctrl+C encerra tudo.`,
  );
  const running = server as RunningServer | null;
  if (!opened && !(running && isRunning(running.child))) process.exitCode = 1;
}
