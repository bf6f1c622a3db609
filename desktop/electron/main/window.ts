/** The console's window: where it was, and shut to everything that is not ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, type Session, screen } from 'electron';
import { replace } from '#core/home.ts';
import { isOwnPage, mayUse, startPage } from './own-page.ts';
import { placeOf } from './place.ts';

function savedPlace(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

export function openWindow(folder: string, preload: string): BrowserWindow {
  const file = join(folder, 'window.json');
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { maximized, ...bounds } = placeOf(savedPlace(file), areas);
  const window = new BrowserWindow({
    ...bounds,
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
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    const place = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    replace(file, JSON.stringify(place));
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event, url) => {
    if (!isOwnPage(url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  // The core lives on in this process: a page that crashed begins again where the cache is.
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') void window.loadURL(startPage);
  });
  void window.loadURL(startPage);
  return window;
}

/** Of all that a page could ask for, only what the console itself needs. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(details.isMainFrame && mayUse(permission, details.requestingUrl, media));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) =>
    mayUse(permission, origin, mediaType ? [mediaType] : []),
  );
}
