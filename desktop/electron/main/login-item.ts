/** Starting with the person's session, out of sight: each system has its own way. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** With this the console starts in the tray. */
export const hiddenSwitch = '--hidden';

/** Of Electron's `app`, what is used; Linux has nothing of the kind, and gets its file. */
export type LoginItems = {
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void;
};

export type Machine = {
  platform: string;
  /** What starts this app. */
  executable: string;
  /** `~/.config`, or where XDG says it is. */
  config: string;
};

/** A word of a desktop entry's command line, as the specification quotes it. */
const quoted = (word: string): string =>
  `"${word
    .replace(/[\\"`$]/g, '\\$&')
    .replaceAll('%', '%%')
    .replaceAll('\\', '\\\\')}"`;

export const autostartFile = (config: string): string =>
  join(config, 'autostart', 'app.recado.console.desktop');

export const autostartEntry = (executable: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Recado',
    `Exec=${quoted(executable)} ${hiddenSwitch}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

export function startAtLogin(wanted: boolean, items: LoginItems, on: Machine): void {
  if (on.platform !== 'linux') {
    items.setLoginItemSettings({ openAtLogin: wanted, args: [hiddenSwitch] });
    return;
  }
  const file = autostartFile(on.config);
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(on.executable));
}
