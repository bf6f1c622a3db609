/** What differs from the browser host, in Electron. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  Notification,
  nativeImage,
  safeStorage,
  shell,
} from 'electron';
import type { Host, HostStatus } from '#core/host.ts';
import type { Log } from '#core/log.ts';
import type { Updater } from '#core/updates.ts';
import type { OfficeSection } from '#shared/contract/office.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { abilitiesOf } from './abilities.ts';
import { openKeys } from './keys.ts';
import { startAtLogin } from './login-item.ts';
import type { Notifications } from './notification.ts';
import { badgePicture, countText } from './pictures.ts';
import { openSecrets } from './secrets.ts';
import type { OpenTray } from './tray.ts';

export const isReplaceable = (): boolean =>
  Boolean(process.env.APPIMAGE) || existsSync(join(process.resourcesPath ?? '', 'package-type'));

export function electronHost(to: {
  folder: string;
  log: Log;
  notifications: Notifications;
  tray: OpenTray;
  updater: Updater | undefined;
  status(status: HostStatus): void;
  window(): BrowserWindow | undefined;
  openOffice(section: OfficeSection): void;
  openConsole(): void;
}): Host {
  const { platform } = process;
  const abilities = abilitiesOf({
    platform,
    packaged: app.isPackaged,
    notifications: Notification.isSupported(),
    replaceable: isReplaceable(),
  });
  let login: boolean | null = null;
  function applySettings({ zoom, startAtLogin: wanted }: Settings): void {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      webContents.setZoomFactor(zoom / 100);
    }
    if (wanted === login || !abilities.includes('login')) return;
    login = wanted;
    try {
      const config = app.getPath('appData');
      const executable = process.env.APPIMAGE ?? app.getPath('exe');
      startAtLogin(wanted, app, { platform, executable, config });
    } catch (error) {
      to.log.warn({ err: error }, 'starting at login could not be set');
    }
  }
  return {
    kind: 'electron',
    locale: app.getLocale(),
    abilities,
    // Many a Linux desktop shows no tray: a window that went there would be gone.
    ...(platform === 'linux' && { usual: { closeToTray: false } }),
    secrets: openSecrets(join(to.folder, 'secrets.json'), safeStorage, to.log),
    keys: openKeys(to.folder, safeStorage, to.log),
    notify(notice) {
      to.notifications.show(notice);
      const window = to.window();
      if (window && !window.isFocused()) window.flashFrame(true);
    },
    unnotify: to.notifications.takeAway,
    badge(count) {
      if (platform !== 'win32') {
        app.setBadgeCount(count);
        return;
      }
      const { bytes, width, height } = badgePicture(count);
      const image = count > 0 ? nativeImage.createFromBitmap(bytes, { width, height }) : null;
      to.window()?.setOverlayIcon(image, count > 0 ? countText(count) : '');
    },
    status(status) {
      to.tray.show(status);
      to.status(status);
    },
    settings: applySettings,
    ...(to.updater && { updater: to.updater }),
    openOffice: to.openOffice,
    openConsole: to.openConsole,
    async saveAs(name) {
      const to = join(app.getPath('downloads'), name);
      const window = BrowserWindow.getFocusedWindow();
      const asked = window
        ? await dialog.showSaveDialog(window, { defaultPath: to })
        : await dialog.showSaveDialog({ defaultPath: to });
      return asked.canceled || asked.filePath === '' ? null : asked.filePath;
    },
    openExternal: (url) => {
      shell.openExternal(url).catch((error: Error) => {
        to.log.warn({ err: error }, 'a link could not be opened');
      });
    },
  };
}
