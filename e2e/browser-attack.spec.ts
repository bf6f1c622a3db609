/** Attacks on the browser host by a page of somebody else's in the same browser. */
import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './available.ts';
import { type Console, openBrowser, openConsole } from './console.ts';
import { addAttendant, phone, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('the browser host, attacked by a foreign page', () => {
  let server: Server;
  let browser: Browser;
  let ana: Console;
  let own: URL;
  let elsewhere: HttpServer;
  let foreign: Page;
  beforeAll(async () => {
    // A name of the attacker's that points to this machine, as after a rebinding.
    const rebound = '--host-resolver-rules=MAP evil.example 127.0.0.1';
    [server, browser] = await Promise.all([startServer(), openBrowser([rebound])]);
    ana = await openConsole(browser, { server: server.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
    await phone(server, '5511970000009').write('segredo', { name: 'Rita' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Rita' }).waitFor();
    own = new URL(ana.page.url());
    elsewhere = createServer((_request, reply) => {
      reply.setHeader('content-type', 'text/html').end('<title>Elsewhere</title>');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    // In Ana's own browser: her cookies are there.
    foreign = await ana.page.context().newPage();
    await foreign.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await ana?.close();
    await browser?.close();
    elsewhere?.close();
    await server?.close();
  });

  it('opens its bridge to no page of another origin, be it the next port', async () => {
    const heard = await foreign.evaluate(
      (port) =>
        Promise.all(
          ['127.0.0.1', 'localhost'].map(
            (host) =>
              new Promise((resolve) => {
                const socket = new WebSocket(`ws://${host}:${port}/bridge`);
                socket.onopen = () => resolve('open');
                socket.onerror = () => resolve('refused');
              }),
          ),
        ),
      own.port,
    );
    expect(heard).toEqual(['refused', 'refused']);
  });

  it('lets no other page read, frame or run what is its own', async () => {
    const got = await foreign.evaluate(async (origin) => {
      const read = (path: string, mode: RequestMode) =>
        fetch(origin + path, { mode, credentials: 'include' }).then(
          async (answer) => (answer.type === 'opaque' ? 'opaque' : `read ${answer.status}`),
          () => 'refused',
        );
      const script = new Promise((resolve) => {
        const made = Object.assign(document.createElement('script'), { src: `${origin}/desk.js` });
        made.onload = () => resolve('ran');
        made.onerror = () => resolve('refused');
        document.body.append(made);
      });
      const frame = Object.assign(document.createElement('iframe'), { src: origin });
      const framed = new Promise((resolve) => {
        frame.onload = () => resolve(frame.contentDocument === null ? 'shut' : 'open');
      });
      document.body.append(frame);
      return {
        page: await read('/', 'cors'),
        file: await read('/attachments/019aa000-0000-7000-8000-000000000000', 'cors'),
        blind: await read('/', 'no-cors'),
        ...{ script: await script, framed: await framed },
      };
    }, own.origin);
    expect(got).toEqual({
      ...{ page: 'refused', file: 'refused', blind: 'refused' },
      ...{ script: 'refused', framed: 'shut' },
    });
    const inside = foreign.frames().find((frame) => frame !== foreign.mainFrame());
    expect(await inside?.locator('#root').count()).toBe(0);
  });

  it('has nothing to say under a name that was bound to this machine', async () => {
    const page = await ana.page.context().newPage();
    const answer = await page.goto(`http://evil.example:${own.port}/`);
    expect(answer?.status()).toBe(421);
    expect(await page.locator('#root').count()).toBe(0);
    const bridge = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const socket = new WebSocket(`ws://${location.host}/bridge`);
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        }),
    );
    expect(bridge).toBe('refused');
    await page.close();
  });

  it('listens on loopback alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const reached = await new Promise((resolve) => {
        const socket = connect(Number(own.port), address, () => resolve('reached'));
        socket.on('error', () => resolve('refused'));
      });
      expect(reached).toBe('refused');
    }
  });
});
