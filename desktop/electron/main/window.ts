/** The console's window: where it was, and shut to everything that is not ours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { replace } from '#core/home.ts';
import { startPage } from './own-page.ts';
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
  // The core lives on in this process: a page that crashed begins again where the cache is.
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') void window.loadURL(startPage);
  });
  void window.loadURL(startPage);
  return window;
}
