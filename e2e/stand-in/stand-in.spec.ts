/** The stand-in itself: what the specs of the product may rely on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from '../available.ts';
import { isUsed, startTiny, type Tiny, writeTiny } from './tiny-app.ts';

type Desk = {
  ask(...values: unknown[]): Promise<unknown>;
  on(listener: (value: unknown) => void): () => void;
  add(a: number, b: number): number;
  fail(): void;
};
const told = (tiny: Tiny) =>
  tiny.app.evaluate(() => (globalThis as unknown as { told: string[] }).told);

const main = `
app.whenReady().then(() => {
  ipcMain.handle('ask', async ({ senderFrame, sender }, what, ...values) => {
    if (what === 'frame') return [senderFrame.url, senderFrame.parent, BrowserWindow.fromWebContents(sender)?.id];
    if (what === 'fail') throw new TypeError('not like this');
    return values;
  });
  ipcMain.on('say', (event, value) => tell('said ' + value));
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  open();
});
app.on('second-instance', () => tell('second'));
if (!app.requestSingleInstanceLock()) app.quit();
`;

describe.runIf(chromiumPath() && isUsed())('the stand-in', () => {
  let tiny: Tiny;
  beforeAll(async () => {
    tiny = await startTiny(writeTiny(main));
  });
  afterAll(() => tiny?.close());

  it('carries what a structured clone carries, both ways', async () => {
    const same = await tiny.page.evaluate(async () => {
      const { desk } = window as unknown as { desk: Desk };
      const sent = [
        new Date(5),
        new Map([['a', new Set([1n])]]),
        new Uint8Array([0, 128, 255]),
        { nothing: undefined, list: [null, Number.NaN, -0] as (number | null)[], $: 'x' },
        'á👩‍⚕️\u202e',
      ] as const;
      const got = (await desk.ask('echo', ...sent)) as unknown as typeof sent;
      return [
        got[0] instanceof Date && got[0].getTime() === 5,
        got[1] instanceof Map && got[1].get('a')?.has(1n),
        got[2] instanceof Uint8Array && [...got[2]].join() === '0,128,255',
        'nothing' in got[3] && Number.isNaN(got[3].list[1]) && Object.is(got[3].list[2], -0),
        got[3].$ === 'x' && got[4] === sent[4],
      ];
    });
    expect(same).toEqual([true, true, true, true, true]);
  });

  it('says which frame asks, and lets an error cross as its message', async () => {
    expect(
      await tiny.page.evaluate(() => (window as unknown as { desk: Desk }).desk.ask('frame')),
    ).toEqual(['tiny-app://here/index.html', null, 1]);
    await expect(
      tiny.page.evaluate(() => (window as unknown as { desk: Desk }).desk.ask('fail')),
    ).rejects.toThrow("Error invoking remote method 'ask': TypeError: not like this");
    await expect(
      tiny.page.evaluate(() => (window as unknown as { desk: Desk }).desk.ask('echo', () => 1)),
    ).rejects.toThrow('could not be cloned');
  });

  it('keeps the preload in a world of its own, behind a frozen bridge', async () => {
    const seen = await tiny.page.evaluate(() => {
      const { desk } = window as unknown as { desk: Desk };
      const names = Object.getOwnPropertyNames(window);
      let failed = '';
      try {
        desk.fail();
      } catch (error) {
        failed = (error as Error).message;
      }
      return {
        sum: desk.add(2, 3),
        failed,
        frozen: Object.isFrozen(desk),
        strange: names.filter((name) => /standin|^require|electron|fromPreload/i.test(name)),
        ran: (window as unknown as { ran: string }).ran,
      };
    });
    const expected = { sum: 5, failed: 'failed here', frozen: true, strange: [], ran: 'object' };
    expect(seen).toEqual(expected);
  });

  it('sends to listeners until they end, without an event', async () => {
    await tiny.page.evaluate(() => {
      const at = window as unknown as { desk: Desk; heard: unknown[]; end: () => void };
      at.heard = [];
      at.end = at.desk.on((value) => at.heard.push(value));
    });
    const send = (value: unknown) =>
      tiny.app.evaluate(
        ({ BrowserWindow }, news) =>
          BrowserWindow.getAllWindows()[0]?.webContents.send('news', news),
        value,
      );
    await send({ n: 1 });
    await tiny.page.waitForFunction(
      () => (window as unknown as { heard: unknown[] }).heard.length === 1,
    );
    await tiny.page.evaluate(() => (window as unknown as { end: () => void }).end());
    await send({ n: 2 });
    expect(
      await tiny.page.evaluate(async () => {
        const at = window as unknown as { desk: Desk; heard: unknown[] };
        await at.desk.ask('echo');
        return at.heard;
      }),
    ).toEqual([{ n: 1 }]);
  });

  it('asks the app about navigations and windows, and lets no denied one reach the network', async () => {
    const reached: string[] = [];
    const server = createServer((request, reply) => {
      reached.push(request.url ?? '');
      reply.end('elsewhere');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await tiny.page.evaluate((url) => {
      window.open(`${url}/opened`);
      window.open(`${url}/noopener`, '_blank', 'noopener');
      location.href = `${url}/gone`;
    }, there);
    await vi.waitFor(async () =>
      expect(new Set(await told(tiny))).toEqual(
        new Set([`open ${there}/opened`, `open ${there}/noopener`, `navigate ${there}/gone`]),
      ),
    );
    await vi.waitFor(() => expect(tiny.app.windows()).toHaveLength(1));
    // While the navigation that was denied is ending, the page is still called after where it went.
    await vi.waitFor(async () => expect(await tiny.page.title()).toBe('Tiny'));
    expect(reached).toEqual([]);
    server.close();
  });

  it('enforces the served policy, and denies what the app denies', async () => {
    const seen = await tiny.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const { state } = await navigator.permissions.query({ name: 'notifications' });
      return ['injected' in window, state, (await fetch('missing.js')).status, isSecureContext];
    });
    expect(seen).toEqual([false, 'denied', 404, true]);
  });

  it('writes down what was asked of the system', async () => {
    await tiny.app.evaluate(({ shell, Notification }) => {
      void shell.openExternal('https://example.com/');
      new Notification({ title: 'Oi' }).show();
    });
    const asked = await tiny.app.evaluate((electron) =>
      (electron as unknown as { asked: { what: string }[] }).asked.map(({ what }) => what),
    );
    expect(asked).toEqual(['shell.openExternal', 'Notification.show']);
  });

  it('names what it does not know', async () => {
    const use = (code: string) =>
      tiny.app.evaluate((electron, body) => new Function('electron', body)(electron), code);
    await expect(use('electron.clipboard.readText()')).rejects.toThrow('clipboard.readText');
    await expect(use('electron.app.showAboutPanel()')).rejects.toThrow('app.showAboutPanel');
    await expect(use('new electron.BrowserWindow({ kiosk: true })')).rejects.toThrow('kiosk');
    await expect(
      use('new electron.BrowserWindow({ webPreferences: { sandbox: false } })'),
    ).rejects.toThrow('sandboxed');
  });

  it('tells the first instance of a second one, which says what it is and ends', async () => {
    const second = spawn(join(import.meta.dirname, 'electron'), [tiny.folder]);
    let printed = '';
    second.stderr.on('data', (chunk) => {
      printed += chunk;
    });
    await once(second, 'close');
    expect(printed).toContain('This is NOT Electron');
    await vi.waitFor(async () => expect(await told(tiny)).toContain('second'));
  });
});

describe.runIf(chromiumPath() && isUsed())('the end of a stand-in', () => {
  it('closes in order, and hears the last word of a page', async () => {
    const tiny = await startTiny(
      writeTiny(`${main}
import { appendFileSync } from 'node:fs';
const log = (what) => appendFileSync(new URL('./order.txt', import.meta.url), what + ' ');
app.whenReady().then(() => {
  ipcMain.on('say', (event, value) => log(value));
  const [window] = BrowserWindow.getAllWindows();
  for (const name of ['close', 'closed']) window.on(name, () => log(name));
});
for (const name of ['before-quit', 'window-all-closed', 'will-quit', 'quit']) app.on(name, () => log(name));
app.on('window-all-closed', () => app.quit());`),
    );
    await tiny.page.evaluate(() => {
      addEventListener('pagehide', () =>
        (window as unknown as { desk: { say(value: string): void } }).desk.say('pagehide'),
      );
    });
    const ended = once(tiny.app.process(), 'exit');
    await tiny.page.close();
    await ended;
    expect(readFileSync(join(tiny.folder, 'order.txt'), 'utf8').trim()).toBe(
      'close pagehide closed window-all-closed before-quit will-quit quit',
    );
    rmSync(tiny.folder, { recursive: true });
  });

  it('killed, takes its Chromium along', async () => {
    const tiny = await startTiny(writeTiny(main));
    const gone = tiny.page.waitForEvent('close');
    const closed = tiny.app.waitForEvent('close');
    tiny.app.process().kill('SIGKILL');
    await Promise.all([gone, closed]);
    rmSync(tiny.folder, { recursive: true });
  });
});
