/** Small apps with which the stand-in itself is tried. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { standInFolder } from '../available.ts';

export type Tiny = {
  app: ElectronApplication;
  page: Page;
  folder: string;
  close(): Promise<void>;
};

const usual = (folder: string) => `
import { app, BrowserWindow, ipcMain, Notification, protocol, session, shell } from 'electron';
app.setPath('userData', ${JSON.stringify(join(folder, 'data'))});
protocol.registerSchemesAsPrivileged([{ scheme: 'tiny-app', privileges: { standard: true, secure: true } }]);
globalThis.told = [];
const tell = (what) => globalThis.told.push(what);
const page = (url) => url === 'tiny-app://here/index.html'
  ? new Response('<!doctype html><title>Tiny</title><body>tiny<script src="page.js"></script>', {
      headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" } })
  : url === 'tiny-app://here/page.js'
    ? new Response('window.ran = typeof desk;', { headers: { 'content-type': 'text/javascript' } })
    : new Response('none', { status: 404 });
function open() {
  const window = new BrowserWindow({ width: 900, height: 700, webPreferences: {
    preload: ${JSON.stringify(join(folder, 'preload.cjs'))} } });
  window.webContents.setWindowOpenHandler(({ url }) => (tell('open ' + url), { action: 'deny' }));
  window.webContents.on('will-navigate', (event, url) => (tell('navigate ' + url), event.preventDefault()));
  window.loadURL('tiny-app://here/index.html');
  return window;
}
`;

const preload = `
const { contextBridge, ipcRenderer } = require('electron');
const hears = new Set();
ipcRenderer.on('news', (event, ...values) => { for (const one of hears) one(...values); });
window.fromPreload = 'seen by the preload alone';
contextBridge.exposeInMainWorld('desk', {
  ask: (...values) => ipcRenderer.invoke('ask', ...values),
  say: (value) => ipcRenderer.send('say', value),
  on(listener) { hears.add(listener); return () => hears.delete(listener); },
  add: (a, b) => a + b,
  fail() { throw new Error('failed here'); },
  name: 'desk',
});
`;

export function writeTiny(main: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'recado-tiny-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(
    join(folder, 'package.json'),
    '{"name":"tiny","version":"1.2.3","type":"module","main":"main.js"}',
  );
  writeFileSync(
    join(folder, 'main.js'),
    `${usual(folder)}
app.whenReady().then(() => { protocol.handle('tiny-app', ({ url }) => page(url)); });
${main}`,
  );
  writeFileSync(join(folder, 'preload.cjs'), preload);
  return folder;
}

export async function startTiny(folder: string): Promise<Tiny> {
  const app = await _electron.launch({ args: [folder] });
  const page = await app.firstWindow();
  await page.waitForURL(/index\.html/);
  await page.waitForLoadState();
  return {
    app,
    page,
    folder,
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The stand-in is tried where it is used. */
export const isUsed = (): boolean => standInFolder() !== null;
