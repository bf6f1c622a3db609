/** Real Electron, where it is or can be had. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWords } from '../language.mjs';
import { packageFile } from '../run.ts';

const folder = packageFile('electron');
const failedStamp = packageFile('.cache/recado/electron-failed.json');
const tryAgainAfter = 7 * 24 * 3_600_000;

export function electronBinary(): string | null {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** Whether a window can be shown here at all. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** A fetch that failed is not tried again for a week, so that the next start is a quick one. */
export function failedLately(stamp: string | null, version: string, now: number): boolean {
  if (stamp === null) return false;
  try {
    const { version: failed, at } = JSON.parse(stamp);
    return failed === version && now - Date.parse(at) < tryAgainAfter;
  } catch {
    return false;
  }
}

function fetchOnce(limit: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    const done = (fetched: boolean) => {
      clearTimeout(timer);
      resolve(fetched);
    };
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });
}

/** The path of Electron's binary, fetched if need be (once, with patience), or null. */
export async function findElectron(now: number): Promise<string | null> {
  if (!hasDisplay(process.env, process.platform)) return null;
  const there = electronBinary();
  if (there || !existsSync(folder) || process.env.CI) return there;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const stamp = existsSync(failedStamp) ? readFileSync(failedStamp, 'utf8') : null;
  if (failedLately(stamp, version, now)) return null;
  console.log(
    inWords(
      'Fetching Electron for the console (about 110 MB, once).',
      'Baixando o Electron para o console (cerca de 110 MB, só na primeira vez).',
    ),
  );
  if ((await fetchOnce(300_000)) && electronBinary()) return electronBinary();
  mkdirSync(packageFile('.cache/recado'), { recursive: true });
  writeFileSync(failedStamp, JSON.stringify({ version, at: new Date(now).toISOString() }));
  console.log(
    inWords(
      'Electron cannot be fetched here: the console opens in the browser instead.',
      'Não foi possível baixar o Electron aqui: o console abre no navegador.',
    ),
  );
  return null;
}
