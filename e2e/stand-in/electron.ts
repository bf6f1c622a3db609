/**
 * What `import … from 'electron'` gives in the main process of the stand-in. It is NOT Electron: no
 * native menus, tray or notifications, no sandbox, no fuses, no encryption; see the design notes.
 */
import { App, type Started } from './app.ts';
import { browserWindowClass } from './browser-window.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { IpcMain } from './ipc.ts';
import { openProtocol, PageSession } from './session.ts';
import { type Stage, watchTargets } from './stage.ts';
import { notKnown, strict } from './strict.ts';
import { openSystem } from './system.ts';

function compose() {
  const started = Promise.withResolvers<Chromium>();
  const { protocol, schemes, served } = openProtocol();
  const pages = new PageSession();
  const ipc = new IpcMain();
  const app = new App();
  const stage: Stage = {
    chromium: started.promise,
    targets: started.promise.then(({ cdp }) => watchTargets(cdp)),
    ipc,
    session: pages,
    schemes,
    served,
    contents: new Map(),
    asked: [],
    created: (contents) => void app.emit('web-contents-created', {}, contents),
    fail(error) {
      console.error('The Electron stand-in failed:', error);
      app.exit(1);
    },
  };
  const BrowserWindow = browserWindowClass(stage, () => {
    if (app.quitting) app.end();
    else if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  });
  app.closeAll = () => {
    const all = BrowserWindow.getAllWindows();
    for (const window of all) window.close();
    return all.length === 0;
  };
  let left = false;
  app.leave = (code) => {
    if (left) return;
    left = true;
    if (!app.isIt) process.exit(code);
    void started.promise.then((chromium) => chromium.close()).finally(() => process.exit(code));
  };
  const answers = JSON.parse(process.env.STAND_IN_ANSWERS ?? '{}');
  app.isPackaged = answers['app.isPackaged'] === true;
  app.ask = (what, args) => void stage.asked.push({ what, args });
  const begin = {
    prepare(as: Started) {
      app.started = as;
      console.error(
        `This is NOT Electron: e2e/stand-in runs ${as.name} ${as.version} on Node ${process.version} and Chromium.`,
      );
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.on(signal, () => app.quit());
      }
    },
    /** Once the app's own file has been read, so that its switches and schemes are known. */
    async start() {
      const chromium = await startChromium(app.started.switches);
      void chromium.closed.then(() => left || app.exit(1));
      started.resolve(chromium);
      app.isIt = true;
      app.emit('ready', {}, {});
      app.ready.resolve();
    },
  };
  const contents = () => [...stage.contents.values()];
  return {
    begin,
    asked: stage.asked,
    app: strict('app', app),
    ipcMain: strict('ipcMain', ipc),
    BrowserWindow,
    protocol,
    session: strict('session', { defaultSession: strict('session.defaultSession', pages) }),
    webContents: strict('webContents', {
      fromDevToolsTargetId: (id: string) => stage.contents.get(id),
      fromId: (id: number) => contents().find((one) => one.id === id),
      getAllWebContents: contents,
    }),
    ...openSystem(stage.asked, answers),
  };
}

export const {
  begin,
  asked,
  app,
  ipcMain,
  BrowserWindow,
  protocol,
  session,
  webContents,
  Notification,
  Menu,
  Tray,
  shell,
  dialog,
  safeStorage,
  screen,
  net,
  nativeTheme,
  nativeImage,
} = compose();

// Named by Electron and not known here: an import works, the first use says what is missing.
export const autoUpdater = notKnown('autoUpdater');
export const BaseWindow = notKnown('BaseWindow');
export const clipboard = notKnown('clipboard');
export const contentTracing = notKnown('contentTracing');
export const crashReporter = notKnown('crashReporter');
export const desktopCapturer = notKnown('desktopCapturer');
export const globalShortcut = notKnown('globalShortcut');
export const MenuItem = notKnown('MenuItem');
export const MessageChannelMain = notKnown('MessageChannelMain');
export const netLog = notKnown('netLog');
export const powerMonitor = notKnown('powerMonitor');
export const powerSaveBlocker = notKnown('powerSaveBlocker');
export const systemPreferences = notKnown('systemPreferences');
export const utilityProcess = notKnown('utilityProcess');
export const View = notKnown('View');
export const WebContentsView = notKnown('WebContentsView');
export const webFrameMain = notKnown('webFrameMain');
