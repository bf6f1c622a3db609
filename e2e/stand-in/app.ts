/** `app`: the life of the program, its folders, and the one instance of it. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { strict } from './strict.ts';

export type Started = { folder: string; name: string; version: string; switches: string[] };

export class App extends EventEmitter {
  started: Started = { folder: '', name: 'Electron', version: '0.0.0', switches: [] };
  places = new Map<string, string>();
  ready = Promise.withResolvers<void>();
  isIt = false;
  badge = 0;
  lock: string | null = null;
  /** Closes the windows and ends the program; set by the composition. */
  leave: (code: number) => void = () => {};
  closeAll: () => boolean = () => true;
  quitting = false;
  isPackaged = false;
  dock = undefined;

  commandLine = strict('app.commandLine', {
    appendSwitch: (name: string, value = '') => {
      this.started.switches.push(value ? `--${name}=${value}` : `--${name}`);
    },
    hasSwitch: (name: string) => this.switchOf(name) !== undefined,
    getSwitchValue: (name: string) => this.switchOf(name) ?? '',
  });
  switchOf(name: string): string | undefined {
    const found = this.started.switches.find((one) => one.split('=')[0] === `--${name}`);
    return found?.slice(name.length + 3);
  }

  whenReady(): Promise<void> {
    return this.ready.promise;
  }
  isReady(): boolean {
    return this.isIt;
  }
  getPath(name: string): string {
    const appData = join(homedir(), '.config');
    const known: Record<string, string> = {
      home: homedir(),
      appData,
      temp: tmpdir(),
      downloads: join(homedir(), 'Downloads'),
      documents: join(homedir(), 'Documents'),
      userData: join(appData, this.started.name),
      sessionData: this.places.get('userData') ?? join(appData, this.started.name),
      exe: process.execPath,
    };
    const place = this.places.get(name) ?? known[name];
    if (place === undefined) throw new Error(`Failed to get '${name}' path`);
    return place;
  }
  setPath(name: string, place: string): void {
    if (!existsSync(place)) throw new Error(`Failed to set path: ${place} is not there`);
    this.places.set(name, place);
  }
  getAppPath(): string {
    return this.started.folder;
  }
  getName(): string {
    return this.started.name;
  }
  getVersion(): string {
    return this.started.version;
  }
  getLocale(): string {
    return this.switchOf('lang') ?? process.env.LANG?.split('.')[0]?.replace('_', '-') ?? 'en-US';
  }
  getSystemLocale(): string {
    return this.getLocale();
  }
  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }
  setBadgeCount(count = 0): boolean {
    this.badge = count;
    return true;
  }
  getBadgeCount(): number {
    return this.badge;
  }
  ask: (what: string, args: unknown[]) => void = () => {};
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.ask('app.setAsDefaultProtocolClient', [scheme]);
    return true;
  }
  setLoginItemSettings(settings: object): void {
    this.ask('app.setLoginItemSettings', [settings]);
  }
  getLoginItemSettings(): { wasOpenedAtLogin: boolean } {
    return { wasOpenedAtLogin: false };
  }
  setAppUserModelId(): void {}
  enableSandbox(): void {}
  focus(): void {}

  quit(): void {
    if (this.quitting) return;
    this.quitting = true;
    const event = {
      defaultPrevented: false,
      preventDefault() {
        event.defaultPrevented = true;
      },
    };
    this.emit('before-quit', event);
    if (event.defaultPrevented) this.quitting = false;
    else if (this.closeAll()) this.end();
  }
  /** After the last window, when quitting. */
  end(): void {
    const event = {
      defaultPrevented: false,
      preventDefault() {
        event.defaultPrevented = true;
      },
    };
    this.emit('will-quit', event);
    if (event.defaultPrevented) {
      this.quitting = false;
      return;
    }
    this.exit(0);
  }
  exit(code = 0): void {
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    this.leave(code);
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, 'stand-in-lock');
    const knock = join(folder, 'stand-in-second');
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      writeFileSync(knock, JSON.stringify(process.argv));
      return false;
    }
    writeFileSync(lock, String(process.pid));
    this.lock = lock;
    watch(folder, { persistent: false }, () => {
      if (!existsSync(knock)) return;
      const args = readWhole(knock);
      if (!args) return;
      rmSync(knock, { force: true });
      this.emit('second-instance', {}, args, folder);
    });
    return true;
  }
  hasSingleInstanceLock(): boolean {
    return this.lock !== null;
  }
  releaseSingleInstanceLock(): void {
    if (this.lock) rmSync(this.lock, { force: true });
    this.lock = null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Null while it is still being written. */
function readWhole(file: string): string[] | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
