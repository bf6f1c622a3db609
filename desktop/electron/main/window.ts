/** The console's window: where it was, and shut to everything that is not ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, type Session } from 'electron';
import { replace } from '#core/home.ts';
import { isOwnPage, startPage } from './own-page.ts';

type Place = { x?: number; y?: number; width: number; height: number };

function placeOf(file: string): Place {
  try {
    const { x, y, width, height } = JSON.parse(readFileSync(file, 'utf8'));
    if ([x, y, width, height].every(Number.isInteger) && width >= 600 && height >= 400) {
      return { x, y, width, height };
    }
  } catch {
    // The first start, or a file that cannot be read: the usual place.
  }
  return { width: 1280, height: 800 };
}

export function openWindow(folder: string, preload: string): BrowserWindow {
  const file = join(folder, 'window.json');
  const window = new BrowserWindow({
    ...placeOf(file),
    minWidth: 720,
    minHeight: 480,
    title: 'Recado',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => replace(file, JSON.stringify(window.getBounds())));
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event, url) => {
    if (!isOwnPage(url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  void window.loadURL(startPage);
  return window;
}

/** Nothing that a page could ask for is granted. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
}
