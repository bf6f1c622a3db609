/** Attacks on the installed app's shell, from inside of its window. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { keepPicture } from './console.ts';
import { addAttendant, phone, root, type Server, startServer } from './programs.ts';

type AtDesk = { desk: Desk };
type Opened = { opened: string[] };

describe.runIf(chromiumPath())('the shell', () => {
  let server: Server;
  let app: App;
  let elsewhere: HttpServer;
  let there: string;
  const reached: string[] = [];
  beforeAll(async () => {
    server = await startServer();
    app = await openApp({ server: server.address });
    await app.signIn(await addAttendant(server, 'Ana'));
    elsewhere = createServer((request, reply) => {
      reached.push(request.url ?? '');
      reply.setHeader('content-type', 'text/html').end('<title>Elsewhere</title>');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    there = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(app, task.name);
  });
  afterAll(async () => {
    await app?.close();
    elsewhere?.close();
    await server?.close();
  });
  const stillHere = async () => {
    expect(app.electron().windows()).toHaveLength(1);
    expect(await app.page.title()).toContain('Recado');
    const answer = await app.page.evaluate(() =>
      (window as unknown as AtDesk).desk.call('open', {}),
    );
    expect(answer.ok).toBe(true);
  };

  it('goes nowhere and opens no window, whoever asks', async () => {
    await app.page.evaluate(async (url) => {
      window.open(`${url}/popup`);
      window.open(`${url}/noopener`, '_blank', 'noopener');
      const link = Object.assign(document.createElement('a'), {
        href: `${url}/blank`,
        target: '_blank',
      });
      document.body.append(link);
      link.click();
      link.target = '';
      link.href = `${url}/link`;
      link.click();
      link.remove();
      const form = document.createElement('form');
      form.action = `${url}/form`;
      document.body.append(form);
      form.submit();
      form.remove();
    }, there);
    await app.page.evaluate((url) => {
      location.href = `${url}/location`;
    }, there);
    for (const url of ['file:///etc/passwd', 'data:text/html,<title>data</title>']) {
      await app.page.evaluate((to) => {
        location.href = to;
      }, url);
    }
    await vi.waitFor(stillHere);
    expect(reached).toEqual([]);
  });

  it('loads nothing from elsewhere and runs nothing inline', async () => {
    const ran = await app.page.evaluate(async (url) => {
      const refused = new Set<string>();
      const expected = ['connect-src', 'frame-src', 'img-src', 'script-src-elem'];
      const all = new Promise<void>((resolve) =>
        addEventListener('securitypolicyviolation', (event) => {
          refused.add(event.effectiveDirective);
          if (expected.every((one) => refused.has(one))) resolve();
        }),
      );
      const add = (name: string, fields: object) => {
        const made = Object.assign(document.createElement(name), fields);
        document.body.append(made);
        return made;
      };
      const made = [
        add('script', { textContent: 'window.inline = true' }),
        add('script', { src: `${url}/script.js` }),
        add('iframe', { src: `${url}/frame` }),
        add('iframe', { srcdoc: '<script>parent.framed = true</script>' }),
        add('img', { src: `${url}/beacon.png` }),
        add('style', { textContent: 'body { background: url(/x) }' }),
      ];
      const fetched = await fetch(`${url}/fetch`).then(
        () => 'answered',
        () => 'refused',
      );
      // What Playwright evaluates may evaluate more, so this asks from the page's own next turn.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return "ran"')());
          } catch {
            resolve('refused');
          }
        }),
      );
      const spoken = await new Promise((resolve) => {
        const socket = new WebSocket(url.replace('http', 'ws'));
        socket.onopen = () => resolve('answered');
        socket.onerror = () => resolve('refused');
      }).catch(() => 'refused');
      await all;
      for (const one of made) one.remove();
      return {
        ...{ fetched, evaluated, spoken },
        inline: 'inline' in window,
        framed: 'framed' in window,
      };
    }, there);
    expect(ran).toMatchObject({
      ...{ fetched: 'refused', evaluated: 'refused', spoken: 'refused' },
      ...{ inline: false, framed: false },
    });
    expect(reached).toEqual([]);
  });

  it('gives a frame inside of the page no bridge', async () => {
    const inside = await app.page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const names = Object.getOwnPropertyNames(frame.contentWindow ?? {});
      frame.remove();
      return names.filter((name) => /^(desk|require|process|ipcRenderer|electron)$/i.test(name));
    });
    expect(inside).toEqual([]);
  });

  it('shows a page nothing but the bridge, which cannot be changed', async () => {
    const seen = await app.page.evaluate(() => {
      const { desk } = window as unknown as AtDesk;
      const globals = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'];
      let changed = true;
      try {
        (desk as { call: unknown }).call = () => {};
        changed = false;
      } catch {
        changed = false;
      }
      return {
        keys: Object.keys(desk).sort(),
        globals: globals.filter((name) => name in window),
        frozen: Object.isFrozen(desk),
        changed,
      };
    });
    expect(seen).toEqual({ keys: ['call', 'on'], globals: [], frozen: true, changed: false });
  });

  it('answers a strange call with a refusal that names what is wrong', async () => {
    const ask = (call: string, question: unknown) =>
      app.page.evaluate(
        ([name, asked]) => (window as unknown as AtDesk).desk.call(name as 'open', asked as never),
        [call, question] as const,
      );
    expect(await ask('constructor', {})).toMatchObject({ ok: false, code: 'not-found' });
    expect(await ask('__proto__', {})).toMatchObject({ ok: false });
    expect(await ask('open', { more: 1 })).toMatchObject({ ok: false });
    expect(await ask('saveDraft', { conversationId: '../x', text: 5 })).toMatchObject({
      ok: false,
    });
    expect(await ask('messages', null)).toMatchObject({ ok: false });
    await stillHere();
  });

  it('opens outside only what is a web, mail or phone address', async () => {
    // Electron itself must not be asked: what it would have opened is written down.
    await app.electron().evaluate(({ shell }) => {
      const at = globalThis as unknown as Opened;
      at.opened = [];
      shell.openExternal = async (url) => {
        at.opened.push(url);
      };
    });
    const urls = [
      'https://example.com/a?b=c#d',
      'mailto:ana@example.com',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' file:///etc/passwd',
      'smb://host/share',
      'recado-app://console/index.html',
      'ms-msdt:/id',
      'data:text/html,x',
      'https://example.com\u0000.evil',
      '',
    ];
    const answers = await app.page.evaluate(
      (all) =>
        Promise.all(all.map((url) => (window as unknown as AtDesk).desk.call('openLink', { url }))),
      urls,
    );
    expect(answers.slice(0, 2).every(({ ok }) => ok)).toBe(true);
    expect(answers.slice(2).some(({ ok }) => ok)).toBe(false);
    const opened = await app.electron().evaluate(() => (globalThis as unknown as Opened).opened);
    expect(opened).toEqual(['https://example.com/a?b=c#d', 'mailto:ana@example.com']);
  });

  it('shows a hostile message as text, and its one honest link opens outside', async () => {
    const { page } = app;
    await phone(server, '5511940000003').write(
      '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1) \u202Egnp.exe http://honest.example/x',
      { name: '<b>Mallory</b>\u202E' },
    );
    await page.getByRole('listitem').filter({ hasText: 'Mallory' }).click();
    const log = page.getByRole('log');
    await log.getByText('<img src=x', { exact: false }).first().waitFor();
    expect(await log.locator('img, script').count()).toBe(0);
    // An override in a name or a text turns nothing around that is not its own.
    const loose = await page.evaluate(() => {
      const found: string[] = [];
      const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let at = all.nextNode(); at; at = all.nextNode()) {
        if (!/[\u202a-\u202e\u2066-\u2069]/.test(at.nodeValue ?? '')) continue;
        let around = at.parentElement;
        while (around && !/isolate|plaintext/.test(getComputedStyle(around).unicodeBidi)) {
          if (getComputedStyle(around).display !== 'inline') break;
          around = around.parentElement;
        }
        const style = around && getComputedStyle(around);
        const alone = around?.textContent === at.nodeValue;
        if (!style || !(/isolate|plaintext/.test(style.unicodeBidi) || alone)) {
          found.push(at.parentElement?.outerHTML.slice(0, 200) ?? '');
        }
      }
      return found;
    });
    expect(loose).toEqual([]);
    expect(await log.getByRole('link').count()).toBe(1);
    await log.getByRole('link').click();
    await vi.waitFor(async () => {
      const opened = await app.electron().evaluate(() => (globalThis as unknown as Opened).opened);
      expect(opened.at(-1)).toBe('http://honest.example/x');
    });
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    await stillHere();
  });

  it('answers and tells nothing to a page that is not its own, even in its own window', async () => {
    const load = (url: string) =>
      app.electron().evaluate(async ({ BrowserWindow }, to) => {
        await BrowserWindow.getAllWindows()[0]?.loadURL(to);
      }, url);
    const home = await app
      .electron()
      .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
    await load(`${there}/inside`);
    await app.page.waitForURL(/inside/);
    await app.page.evaluate(() => {
      const at = window as unknown as AtDesk & { heard: unknown[] };
      at.heard = [];
      for (const signal of ['opening', 'sync', 'summaries', 'messages'] as const) {
        at.desk.on(signal, (value) => at.heard.push(value));
      }
    });
    await expect(
      app.page.evaluate(() => (window as unknown as AtDesk).desk.call('open', {})),
    ).rejects.toThrow('Not a page of this app');
    const heard = phone(server, '5511940000004');
    await heard.write('não é da sua conta', { name: 'Rita' });
    await server.kill();
    await server.start();
    await expect(
      app.page.evaluate(() => (window as unknown as AtDesk).desk.call('conversations', {})),
    ).rejects.toThrow('Not a page of this app');
    expect(await app.page.evaluate(() => (window as unknown as { heard: [] }).heard)).toEqual([]);
    await load(home ?? '');
    await app.page.getByRole('listitem').filter({ hasText: 'Rita' }).waitFor();
    reached.length = 0;
    await stillHere();
  });

  it('answers a call from no frame, a frame within, a file of a message or nowhere with a refusal', async () => {
    const refused = await app.electron().evaluate(async ({ ipcMain, BrowserWindow }) => {
      // As Electron keeps them: what arrives here comes from a frame, not from a window.
      const kept = 'handlers' in ipcMain ? 'handlers' : '_invokeHandlers';
      const all = (ipcMain as unknown as Record<string, Map<string, Call>>)[kept];
      type Call = (event: object, ...args: unknown[]) => unknown;
      const call = all?.get('desk:call');
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      const own = sender?.getURL() ?? '';
      const attempt = async (senderFrame: unknown, from: unknown = sender) => {
        try {
          const answer = await call?.({ senderFrame, sender: from }, 'open', {});
          return (answer as { ok: boolean }).ok ? 'answered' : 'refused';
        } catch {
          return 'refused';
        }
      };
      return {
        honest: await attempt({ url: own, parent: null }),
        others: await Promise.all([
          attempt(null),
          attempt(undefined),
          attempt({ url: undefined, parent: null }),
          attempt({ url: '', parent: null }),
          attempt({ url: own, parent: {} }),
          attempt({ url: 'about:blank', parent: null }),
          attempt({ url: own.replace('index.html', 'attachments/x'), parent: null }),
          attempt({ url: own.replace('console', 'console.evil'), parent: null }),
          attempt({ url: own, parent: null }, { id: 9_999 }),
        ]),
      };
    });
    expect(refused.honest).toBe('answered');
    expect(new Set(refused.others)).toEqual(new Set(['refused']));
  });

  it('is not led to a file of a message, which has its own origin', async () => {
    await app.page.evaluate(() => {
      location.href = 'attachments/019aa000-0000-7000-8000-000000000000';
    });
    await vi.waitFor(stillHere);
    expect(await app.page.evaluate(() => location.pathname)).not.toContain('attachments');
  });

  it('is one for a folder: a second start only brings the first to the front', async () => {
    await app.electron().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const { spawnfile } = app.electron().process();
    const second = spawn(spawnfile, ['--no-sandbox', root], {
      stdio: 'ignore',
      env: { ...process.env, RECADO_CONSOLE_DATA: app.folder },
    });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    await vi.waitFor(async () => {
      const shown = await app
        .electron()
        .evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((window) => window.isVisible()),
        );
      expect(shown).toEqual([true]);
    });
  });

  it('lets its page have the microphone for voice notes, and nothing else to be asked for', async () => {
    const states = await app.page.evaluate(async () => {
      const names = ['microphone', 'notifications', 'geolocation', 'camera', 'midi'];
      const asked = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return state;
      });
      return Promise.all(asked);
    });
    expect(states).toEqual(['granted', 'denied', 'denied', 'denied', 'denied']);
  });
});
