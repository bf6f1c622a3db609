/**
 * The part of every npm script that must run before anything is installed: on Node 20 or later,
 * with no package. It installs what is missing, finds the project's own Node 24 and goes on there.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { inWords } from './language.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packages = join(root, 'node_modules');
const windows = process.platform === 'win32';

/** @param {string} path @returns {Record<string, any> | null} */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * What the lock file asks for and node_modules lacks. npm writes its hidden lock file last, so an
 * install that was cut short counts as none.
 * @returns {string | null} the first package missing, or null
 */
function firstMissing() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const there = readJson(join(packages, '.package-lock.json'))?.packages;
  if (!there) return 'everything';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || there[path]?.version === entry.version) continue;
    const here = (/** @type {string[] | undefined} */ list, /** @type {string} */ is) =>
      !list || list.includes(is);
    if (entry.optional && !(here(entry.os, process.platform) && here(entry.cpu, process.arch))) {
      continue;
    }
    // Optional packages without a stated platform (or for another libc) may rightly be absent.
    if (entry.optional && there[path] === undefined && (entry.libc || !entry.os)) continue;
    return path.replace(/^.*node_modules\//, '');
  }
  return null;
}

/** @param {() => string} words @returns {() => void} ends it */
function progress(words) {
  const started = Date.now();
  const every = process.stdout.isTTY ? 500 : 10_000;
  const timer = setInterval(() => {
    const line = `  ${words()} (${Math.round((Date.now() - started) / 1000)} s)`;
    process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }, every);
  return () => {
    clearInterval(timer);
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  };
}

/**
 * @param {string} command @param {string[]} args @param {string} cwd
 * @returns {Promise<{code: number, output: string}>}
 */
function quietly(command, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: String(error.message) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {string} what @param {string} output @returns {never} */
function giveUp(what, output) {
  console.error(output.trim().split('\n').slice(-25).join('\n'));
  console.error(`\n${what}`);
  process.exit(1);
}

async function install() {
  const missing = firstMissing();
  if (missing === null) return;
  console.log(
    missing === 'everything'
      ? inWords(
          'Installing what Recado needs. This happens once and takes a minute or two.',
          'Instalando o que o Recado precisa. Só na primeira vez; leva um ou dois minutos.',
        )
      : inWords(
          `Installing what has changed since the last time (${missing} and what goes with it).`,
          `Instalando o que mudou desde a última vez (${missing} e o que vem junto).`,
        ),
  );
  const done = progress(() => {
    const count = existsSync(packages) ? readdirSync(packages).length : 0;
    return count > 10
      ? inWords(`unpacking: ${count} packages so far`, `${count} pacotes até agora`)
      : inWords('fetching packages', 'baixando pacotes');
  });
  // Not `npm ci`: it insists on lock entries for platforms whose packages a registry may not carry.
  // With --no-save npm takes what the lock file says and leaves the file alone.
  // No install scripts: every native package here carries its binaries, and better-sqlite3 would
  // be compiled all the same. The one that is needed, Node 24's, is run by `node24`.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', '--no-save', '--ignore-scripts', ...quiet];
  const { code, output } = await quietly(windows ? 'npm.cmd' : 'npm', args, root);
  done();
  if (code !== 0) {
    giveUp(
      inWords(
        'npm could not install the packages: the lines above say why.',
        'O npm não conseguiu instalar os pacotes: as linhas acima dizem o motivo.',
      ),
      output,
    );
  }
  console.log(inWords('Installed.', 'Instalado.'));
}

const node24Path = () => join(packages, 'node', 'bin', windows ? 'node.exe' : 'node');

/** The project's Node, fetched here if install scripts are switched off on this machine. */
async function node24() {
  const path = node24Path();
  if (!existsSync(path)) {
    console.log(inWords('Fetching Node 24 for the project.', 'Baixando o Node 24 do projeto.'));
    const { code, output } = await quietly(
      process.execPath,
      ['installArchSpecificPackage.js'],
      join(packages, 'node'),
    );
    if (code !== 0 || !existsSync(path)) {
      giveUp(
        inWords('Node 24 could not be fetched.', 'Não foi possível baixar o Node 24.'),
        output,
      );
    }
  }
  const link = join(packages, '.bin', 'node');
  if (!windows && !existsSync(link)) {
    mkdirSync(join(packages, '.bin'), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync('../node/bin/node', link);
  }
  const { output } = await quietly(path, ['--version'], root);
  if (!output.startsWith('v24.')) {
    giveUp(
      inWords(`The project’s Node is not 24: ${path}`, `O Node do projeto não é o 24: ${path}`),
      output,
    );
  }
  return path;
}

/** Who started us, and who started them: npm puts a shell in between, which outlives it. */
function callersOf() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const grandparent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}

/**
 * Runs a file of the project on Node 24 and ends as it ends. Signals are handed on; when this
 * process is killed the child sees its channel close (tools/tied.mjs).
 * @param {string} file relative to the root
 * @param {string[]} [args]
 */
export async function runOnNode24(file, args = process.argv.slice(2)) {
  await install();
  const node = await node24();
  const tie = new URL('./tied.mjs', import.meta.url).href;
  const child = spawn(node, ['--import', tie, join(root, file), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A group of its own: Ctrl+C reaches it once and through us, not from the terminal and npm too.
    detached: !windows,
    env: {
      ...process.env,
      PATH: `${join(packages, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
  let handedOn = 0;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (Date.now() - handedOn < 500) return;
      handedOn = Date.now();
      child.kill(signal);
    });
  }
  // npm dies of SIGTERM without handing it on: being left by it means the same.
  if (process.env.npm_lifecycle_event) {
    const callers = callersOf();
    setInterval(() => {
      if (callersOf() !== callers) child.kill('SIGTERM');
    }, 300).unref();
  }
  child.on('error', (error) =>
    giveUp(inWords('Node 24 did not start.', 'O Node 24 não iniciou.'), error.message),
  );
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1);
    if (child.channel) child.disconnect();
  });
}
