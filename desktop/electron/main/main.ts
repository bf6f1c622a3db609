/** The installed app: the core in Electron's main process, its windows, one instance. */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { nothingThere } from '#core/attachments/reply.ts';
import { type Console, openConsole } from '#core/console.ts';
import type { Log } from '#core/log.ts';
import { together } from '#core/together.ts';
import { languageOf } from '#core/words.ts';
import type { Language } from '#shared/contract/bridge.ts';
import type { OfficeSection } from '#shared/contract/office.ts';
import { conversationOf, linkedIn, linkScheme } from './deep-link.ts';
import { guard, guardSession } from './guard.ts';
import { electronHost, isReplaceable } from './host.ts';
import { hiddenSwitch } from './login-item.ts';
import { appMenu } from './menu.ts';
import { openNotifications } from './notification.ts';
import {
  assetOf,
  type FileAddress,
  fileAddressOf,
  isConsolePage,
  mayCall,
  pageRights,
  policy,
  scheme,
} from './own-page.ts';
import { shellWords } from './shell-words.ts';
import { checkSpelling, openWordMenus } from './spelling.ts';
import { openTray } from './tray.ts';
import type { TrayPick } from './tray-menu.ts';
import { openUpdater, type UpdaterLibrary } from './updater.ts';
import { openWindows } from './windows.ts';
import { type ZoomMove, zoomAfter } from './zoom.ts';

const bundle = import.meta.dirname;
const renderer = resolve(bundle, '../renderer');
const preload = resolve(bundle, '../preload/preload.cjs');
const root = resolve(bundle, '../..');
const { env } = process;

const log: Log = {
  info: () => {},
  warn: (fields, text) => console.error(text, fields),
  error: (fields, text) => console.error(text, fields),
};

protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
if (env.RECADO_CONSOLE_DATA) {
  const folder = resolve(env.RECADO_CONSOLE_DATA);
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
}
app.setAppUserModelId('app.recado.console');
app.enableSandbox();
app.on('web-contents-created', (_event, contents) => guard(contents));

/** A file of a message; ranges make sound and video seekable. */
async function answerFile(
  desk: Console | null,
  { id, download }: FileAddress,
  request: Request,
): Promise<Response> {
  const range = request.headers.get('range');
  const reply = (await desk?.attachment({ id, download, range })) ?? nothingThere;
  const { status, headers } = reply;
  const body = reply.body && (Readable.toWeb(reply.body) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}

async function answerAsset(url: string): Promise<Response> {
  const asset = assetOf(url, renderer);
  const body = asset && (await readFile(asset.file).catch(() => null));
  if (!asset || !body) return new Response('Not found', { status: 404 });
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': asset.type,
      'content-security-policy': policy,
      'permissions-policy': pageRights,
      'x-content-type-options': 'nosniff',
    },
  });
}

function carryBridge(desk: Console): void {
  const windowOf = (sender: Electron.WebContents) => BrowserWindow.fromWebContents(sender);
  const told = together<[signal: string, value: unknown]>((signals) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      if (isConsolePage(webContents.getURL())) webContents.send('desk:signals', signals);
    }
  });
  ipcMain.handle('desk:call', async (event, name: unknown, question: unknown) => {
    if (!mayCall(event.senderFrame, windowOf(event.sender) !== null)) {
      throw new Error('Not a page of this app.');
    }
    const answer = await desk.call(String(name), question);
    // What it changed was told first, and comes first.
    told.flush();
    return answer;
  });
  desk.on((signal, value) => told.add([signal, value]));
}

/** Links that came before there was a console to show them. */
let linked = linkedIn(process.argv);
let follow = (id: string): void => {
  linked = id;
};
app.on('open-url', (event, url) => {
  event.preventDefault();
  const id = conversationOf(url);
  if (id) follow(id);
});

function start(): void {
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true });
  let desk: Console | null = null;
  let quitting = false;
  let left = false;
  protocol.handle(scheme, (request) => {
    const file = fileAddressOf(request.url);
    return file ? answerFile(desk, file, request) : answerAsset(request.url);
  });
  guardSession(session.defaultSession);
  checkSpelling(session.defaultSession);
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);

  let language: Language = languageOf(null, app.getLocale());
  const notifications = openNotifications({
    replyWord: () => shellWords[language].reply,
    clicked: show,
    replied: (conversationId, text) => void desk?.reply(conversationId, text),
  });
  const windows = openWindows({
    ...{ folder, preload },
    hides(name) {
      if (quitting || name !== 'console' || !desk) return false;
      const { hides, sayIt } = desk.closing();
      if (sayIt) {
        const { inTrayTitle: title, inTrayText: body } = shellWords[language];
        notifications.say({ title, body });
      }
      return hides;
    },
    opened(window) {
      const { webContents } = window;
      webContents.on('dom-ready', () => webContents.setZoomFactor((desk?.zoom() ?? 100) / 100));
      webContents.on('zoom-changed', (_event, direction) => zoom(direction));
      openWordMenus(webContents, () => language);
    },
  });
  function show(conversationId: string): void {
    windows.open('console');
    desk?.show(conversationId);
  }
  const zoom = (move: ZoomMove) => {
    if (!desk) return;
    void desk.call('saveSettings', { settings: { zoom: zoomAfter(desk.zoom(), move) } });
  };
  const openSettings = () => {
    windows.open('console');
    desk?.pick('settings');
  };
  const openOffice = (section: OfficeSection = 'overview') => {
    const there = windows.get('office');
    windows.open('office', { at: `#/${section}` });
    there?.webContents.send('desk:signals', [['office', { section }]]);
  };
  let admin = false;
  const setMenu = () =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        appMenu(language, process.platform, {
          ...{ zoom, settings: openSettings },
          ...(admin && { office: () => openOffice() }),
        }),
      ),
    );
  function picked(pick: TrayPick): void {
    if ('open' in pick) windows.open('console');
    else if ('office' in pick) openOffice();
    else if ('pause' in pick) desk?.pause(pick.pause);
    else app.quit();
  }
  const leave = async () => {
    quitting = true;
    if (!left) await desk?.leave();
    left = true;
  };
  const updatable = app.isPackaged && (process.platform !== 'linux' || isReplaceable());
  const host = electronHost({
    ...{ folder, log, notifications },
    tray: openTray(picked),
    updater: updatable ? openUpdater({ load: loadUpdater, leave }) : undefined,
    window: () => windows.get('console'),
    openOffice,
    openConsole: () => windows.open('console'),
    status(status) {
      if (!status.admin) windows.get('office')?.close();
      if (status.language === language && status.admin === admin) return;
      ({ language, admin } = status);
      setMenu();
    },
  });
  desk = openConsole({
    folder: join(folder, 'console'),
    host,
    version: app.getVersion(),
    log,
    defaultServer: env.RECADO_SERVER || undefined,
    updateFeed: env.RECADO_UPDATE_FEED || undefined,
    migrations: join(root, 'migrations/cache'),
  });
  setMenu();
  carryBridge(desk);
  if (linked) desk.show(linked);
  follow = show;
  windows.open('console', { hidden: startsHidden() && linked === null });
  app.on('second-instance', (_event, args) => {
    const id = linkedIn(args);
    if (id) show(id);
    else windows.open('console');
  });
  app.on('activate', () => windows.open('console'));
  app.on('window-all-closed', () => app.quit());
  // Nothing is asked; what is only on the screen is handed over first.
  app.on('before-quit', (event) => {
    if (left) return;
    event.preventDefault();
    void leave().then(() => app.quit());
  });
  app.on('will-quit', () => desk?.close());
}

const startsHidden = (): boolean =>
  process.argv.includes(hiddenSwitch) ||
  (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);

async function loadUpdater(): Promise<UpdaterLibrary> {
  const { default: library } = await import('electron-updater');
  return library.autoUpdater;
}

/** Without a core there is nothing to show: said in words instead of a process with no window. */
function giveUp(error: Error): void {
  log.error({ err: error }, 'the console could not start');
  dialog.showErrorBox('Recado', error.message);
  app.exit(1);
}

if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp);
else app.quit();
