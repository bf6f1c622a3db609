import { EventEmitter } from 'node:events';
import { type Stage, type Target, unlessGone } from './stage.ts';
import { onlyKnown, strict } from './strict.ts';
import { WebContents } from './web-contents.ts';

type Bounds = { x: number; y: number; width: number; height: number };
type Options = Partial<Bounds> & {
  show?: boolean;
  title?: string;
  webPreferences?: {
    preload?: string;
    contextIsolation?: boolean;
    sandbox?: boolean;
    nodeIntegration?: boolean;
  };
};
const options = [
  ...['x', 'y', 'width', 'height', 'minWidth', 'minHeight', 'show', 'title', 'webPreferences'],
  ...['autoHideMenuBar', 'backgroundColor', 'icon', 'center'],
];
const preferences = [
  ...['preload', 'contextIsolation', 'sandbox', 'nodeIntegration', 'webviewTag', 'spellcheck'],
  ...['devTools', 'navigateOnDragDrop', 'webSecurity', 'autoplayPolicy'],
];

/** Of the class, what the composition needs. */
export type WindowClass = { getAllWindows(): { close(): void }[] };

/** The class `BrowserWindow` over one Chromium. `lastClosed` is called when none is left. */
export function browserWindowClass(stage: Stage, lastClosed: () => void): WindowClass {
  const windows = new Set<BrowserWindow>();
  let last = 0;

  class BrowserWindow extends EventEmitter {
    id: number;
    webContents: WebContents;
    bounds: Bounds;
    title: string;
    visible: boolean;
    minimized = false;
    maximized = false;
    fullScreen = false;
    constructor(given: Options = {}) {
      super();
      onlyKnown('new BrowserWindow', given, options);
      const { webPreferences = {} } = given;
      onlyKnown('webPreferences', webPreferences, preferences);
      const { contextIsolation, sandbox, nodeIntegration } = webPreferences;
      if (contextIsolation === false || sandbox === false || nodeIntegration === true) {
        throw new Error('The Electron stand-in knows only sandboxed, isolated pages.');
      }
      last += 1;
      this.id = last;
      const { x = 0, y = 0, width = 800, height = 600, show = true, title = '' } = given;
      this.bounds = { x, y, width, height };
      this.title = title;
      this.visible = show;
      const target = stage.targets
        .then((targets) => targets.open({ width, height }))
        .then(async (opened) => {
          await this.fit(opened);
          (await stage.targets).onGone(opened.targetId, () => this.end());
          return opened;
        });
      this.webContents = new WebContents(stage, last, target, webPreferences.preload);
      stage.created(this.webContents);
      this.webContents.close = () => this.close();
      this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
      const self = strict('BrowserWindow', this);
      windows.add(self);
      // biome-ignore lint/correctness/noConstructorReturn: it must throw for what it does not know.
      return self;
    }
    /** A page has the size of its window: there are no frames and no menu bars here. */
    async fit({ session }: Target): Promise<void> {
      const { width, height } = this.bounds;
      await session.send('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 0,
        mobile: false,
      });
    }
    end(): void {
      if (this.webContents.destroyed) return;
      this.webContents.destroyed = true;
      stage.contents.delete(this.webContents.targetId);
      for (const one of windows) if (one.id === this.id) windows.delete(one);
      this.emit('closed');
      this.webContents.emit('destroyed');
      if (windows.size === 0) lastClosed();
    }
    close(): void {
      const event = {
        defaultPrevented: false,
        preventDefault() {
          event.defaultPrevented = true;
        },
      };
      this.emit('close', event);
      if (!event.defaultPrevented) this.destroy();
    }
    destroy(): void {
      void this.webContents.target
        .then(async ({ targetId }) => {
          const { cdp } = await stage.chromium;
          await cdp.send('Target.closeTarget', { targetId });
        })
        .catch(unlessGone)
        .catch(stage.fail);
    }
    loadURL(url: string): Promise<void> {
      return this.webContents.loadURL(url);
    }
    getBounds(): Bounds {
      return { ...this.bounds };
    }
    getNormalBounds(): Bounds {
      return this.getBounds();
    }
    setBounds(bounds: Partial<Bounds>): void {
      this.bounds = { ...this.bounds, ...bounds };
      void this.webContents.target.then((opened) => this.fit(opened)).catch(stage.fail);
      this.emit('resize');
    }
    setSize(width: number, height: number): void {
      this.setBounds({ width, height });
    }
    show(): void {
      this.visible = true;
      this.emit('show');
      this.focus();
    }
    hide(): void {
      this.visible = false;
      this.emit('hide');
    }
    focus(): void {
      void this.webContents.target
        .then(({ session }) => session.send('Page.bringToFront'))
        .catch(unlessGone)
        .catch(stage.fail);
      this.emit('focus');
    }
    minimize(): void {
      this.minimized = true;
      this.emit('minimize');
    }
    restore(): void {
      this.minimized = false;
      this.emit('restore');
    }
    maximize(): void {
      this.maximized = true;
      this.emit('maximize');
    }
    center(): void {
      this.setBounds({ x: 0, y: 0 });
    }
    flashFrame(flash: boolean): void {
      stage.asked.push({ what: 'window.flashFrame', args: [flash] });
    }
    setOverlayIcon(image: unknown, description: string): void {
      stage.asked.push({ what: 'window.setOverlayIcon', args: [image, description] });
    }
    setTitle(title: string): void {
      this.title = title;
    }
    getTitle(): string {
      return this.title;
    }
    isVisible(): boolean {
      return this.visible;
    }
    isFocused(): boolean {
      return this.visible && !this.minimized;
    }
    isMinimized(): boolean {
      return this.minimized;
    }
    isMaximized(): boolean {
      return this.maximized;
    }
    isFullScreen(): boolean {
      return this.fullScreen;
    }
    isDestroyed(): boolean {
      return this.webContents.destroyed;
    }
    static getAllWindows(): BrowserWindow[] {
      return [...windows];
    }
    static getFocusedWindow(): BrowserWindow | null {
      return [...windows].find((one) => one.isFocused()) ?? null;
    }
    static fromId(id: number): BrowserWindow | null {
      return [...windows].find((one) => one.id === id) ?? null;
    }
    static fromWebContents(contents: { id: number }): BrowserWindow | null {
      return [...windows].find((one) => one.webContents.id === contents.id) ?? null;
    }
  }
  return strict('BrowserWindow', BrowserWindow);
}
