/** The installed app: the core in Electron's main process, one window, one instance. */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import { nothingThere } from '#core/attachments/reply.ts';
import { type Console, openConsole } from '#core/console.ts';
import type { Log } from '#core/log.ts';
import { guard, guardSession } from './guard.ts';
import { electronHost } from './host.ts';
import { appMenu } from './menu.ts';
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
import { openWindow } from './window.ts';

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
  ipcMain.handle('desk:call', (event, name: unknown, question: unknown) => {
    if (!mayCall(event.senderFrame, windowOf(event.sender) !== null)) {
      throw new Error('Not a page of this app.');
    }
    return desk.call(String(name), question);
  });
  desk.on((signal, value) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      if (isConsolePage(webContents.getURL())) webContents.send('desk:signal', signal, value);
    }
  });
}

function toFront(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function start(): void {
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true });
  let desk: Console | null = null;
  protocol.handle(scheme, (request) => {
    const file = fileAddressOf(request.url);
    return file ? answerFile(desk, file, request) : answerAsset(request.url);
  });
  guardSession(session.defaultSession);
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(app.getLocale(), process.platform)));
  const host = electronHost({
    folder,
    log,
    clicked: (conversationId) => {
      toFront();
      desk?.show(conversationId);
    },
  });
  desk = openConsole({
    folder: join(folder, 'console'),
    host,
    version: app.getVersion(),
    log,
    defaultServer: env.RECADO_SERVER || undefined,
    migrations: join(root, 'migrations/cache'),
  });
  carryBridge(desk);
  const open = () => openWindow(folder, preload);
  open();
  app.on('second-instance', toFront);
  app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && open());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => desk?.close());
}

/** Without a core there is nothing to show: said in words instead of a process with no window. */
function giveUp(error: Error): void {
  log.error({ err: error }, 'the console could not start');
  dialog.showErrorBox('Recado', error.message);
  app.exit(1);
}

if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp);
else app.quit();
