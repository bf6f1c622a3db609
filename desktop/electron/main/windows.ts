/** Windows by their names: each once, where it was, and never out of sight. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { replace } from '#core/home.ts';
import { startPage } from './own-page.ts';
import {
  displaysKey,
  placeOf,
  readPlaces,
  savedPlace,
  type WindowSize,
  withPlace,
} from './place.ts';

/** Every window there may be; the console's own page says by its name what it shows. */
const sizes = {
  console: { width: 1280, height: 800, minWidth: 720, minHeight: 480 },
  office: { width: 1180, height: 780, minWidth: 720, minHeight: 480 },
} as const satisfies Record<string, WindowSize>;
export type WindowName = keyof typeof sizes;

export const pageOf = (name: WindowName): string =>
  name === 'console' ? startPage : `${startPage}?window=${name}`;

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

export type Windows = {
  /** Opens it, or brings it to the front. `at`: where in its page a new one begins. */
  open(name: WindowName, how?: { hidden?: boolean; at?: string }): BrowserWindow;
  get(name: WindowName): BrowserWindow | undefined;
};

export function openWindows(to: {
  folder: string;
  preload: string;
  /** True: the window goes out of sight instead of closing. */
  hides(name: WindowName): boolean;
  opened(window: BrowserWindow): void;
}): Windows {
  const file = join(to.folder, 'windows.json');
  const open = new Map<WindowName, BrowserWindow>();
  const areas = () => screen.getAllDisplays().map(({ workArea }) => workArea);

  function keepPlace(name: WindowName, window: BrowserWindow): void {
    const place = { ...window.getNormalBounds(), maximized: window.isMaximized() };
    const places = withPlace(readPlaces(contentOf(file)), name, displaysKey(areas()), place);
    replace(file, JSON.stringify(places));
  }
  const placeFor = (name: WindowName) =>
    placeOf(
      savedPlace(readPlaces(contentOf(file)), name, displaysKey(areas())),
      areas(),
      sizes[name],
    );

  /** Displays have come or gone: what cannot be reached any more comes back. */
  function keepInSight(): void {
    for (const [name, window] of open) {
      const now = { ...window.getNormalBounds(), maximized: window.isMaximized() };
      const { x, y, width, height } = placeOf(now, areas(), sizes[name]);
      if (x !== undefined && y !== undefined) continue;
      window.setBounds({ width, height });
      window.center();
    }
  }
  for (const event of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
    // The overloads of `on` take one name each.
    screen.on(event as 'display-added', keepInSight);
  }

  function toFront(window: BrowserWindow): BrowserWindow {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return window;
  }
  function create(name: WindowName, { hidden = false, at = '' }): BrowserWindow {
    const { maximized, ...bounds } = placeFor(name);
    const { minWidth, minHeight } = sizes[name];
    const window = new BrowserWindow({
      ...{ ...bounds, minWidth, minHeight },
      title: 'Recado',
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload: to.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: true,
        // Sounds of messages, also where nobody has clicked since the start.
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    open.set(name, window);
    window.once('ready-to-show', () => {
      if (hidden) return;
      if (maximized) window.maximize();
      window.show();
    });
    window.on('close', (event) => {
      keepPlace(name, window);
      if (!to.hides(name)) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => open.delete(name));
    window.on('focus', () => window.flashFrame(false));
    // The core lives on in this process: a page that crashed begins again where the cache is.
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && reason !== 'killed') void window.loadURL(pageOf(name));
    });
    to.opened(window);
    void window.loadURL(`${pageOf(name)}${at}`);
    return window;
  }
  return {
    open(name, how = {}) {
      const there = open.get(name);
      return there ? toFront(there) : create(name, how);
    },
    get: (name) => open.get(name),
  };
}
