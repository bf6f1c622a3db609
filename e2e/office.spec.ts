/** The office: a window of its own, for admins, in the installed app and in a browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { seriousIn } from './axe.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import {
  addAttendant,
  admin,
  type Person,
  rest,
  type Server,
  signIn,
  startServer,
} from './programs.ts';

type AtDesk = { desk: Desk };

describe.runIf(chromiumPath())('the office', () => {
  let server: Server;
  let browser: Browser;
  let chief: Console;
  let app: App;
  let ana: Person;
  beforeAll(async () => {
    server = await startServer();
    ana = await addAttendant(server, 'Ana');
    browser = await openBrowser();
    [chief, app] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openApp({ server: server.address }),
    ]);
    await Promise.all([chief.signIn(admin), app.signIn(admin)]);
    // An invitation leaves an e-mail in the outbox.
    await rest(server, await signIn(server, admin), 'POST', '/api/v1/users', {
      ...{ name: 'Novo', email: 'novo@example.com', role: 'attendant' },
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(chief, `${task.name} chief`);
    await keepPicture(app, `${task.name} app`);
  });
  afterAll(async () => {
    await Promise.all([chief?.close(), app?.close()]);
    await browser?.close();
    await server?.close();
  });
  const go = (page: Page, name: string) =>
    page
      .getByRole('navigation', { name: 'Seções da administração' })
      .getByRole('button', { name })
      .click();
  const open = (page: Page) => page.getByRole('button', { name: 'Administração' }).click();

  it('opens beside the console, shows what it is asked, and goes back where it was', async () => {
    const opened = chief.page.waitForEvent('popup');
    await open(chief.page);
    const page = await opened;
    await go(page, 'Caixa de saída');
    await page.getByText('novo@example.com', { exact: true }).waitFor();
    expect(await seriousIn(page, 'outbox')).toEqual([]);
    await go(page, 'Usuários e equipes');
    await page.getByRole('tab', { name: 'Pessoas' }).click();
    await page.getByText('Ana', { exact: true }).first().waitFor();
    expect(await page.title()).toContain('Usuários e equipes');
    await page.goBack();
    await page.getByRole('heading', { name: 'Caixa de saída' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Caixa de saída' }).waitFor();
    // The console's own tabs and preferences are none of this window's.
    await page.close();
    await chief.page.getByRole('navigation', { name: 'Áreas' }).waitFor();
  });

  it('is one window of the installed app, gone when its admin signs out', async () => {
    const windows = () => app.electron().windows();
    await open(app.page);
    await vi.waitFor(() => expect(windows()).toHaveLength(2), { timeout: 15_000 });
    const office = windows().find((one) => one !== app.page) as Page;
    await office.getByRole('navigation', { name: 'Seções da administração' }).waitFor();
    await office.evaluate(() =>
      (window as unknown as AtDesk).desk.call('openOffice', { section: 'outbox' }),
    );
    await office.getByText('novo@example.com', { exact: true }).waitFor();
    expect(windows()).toHaveLength(2);
    const answer = await app.page.evaluate(() =>
      (window as unknown as AtDesk).desk.call('signOut', {}),
    );
    expect(answer.ok).toBe(true);
    await vi.waitFor(() => expect(windows()).toHaveLength(1), { timeout: 15_000 });
  });

  it('is nothing an attendant can open, and is refused behind the screen, too', async () => {
    await app.signIn(ana);
    await app.page.getByRole('navigation', { name: 'Áreas' }).waitFor();
    expect(await app.page.getByRole('button', { name: 'Administração' }).count()).toBe(0);
    const ask = (call: 'office' | 'openOffice', question: object) =>
      app.page.evaluate(
        ([name, asked]) => (window as unknown as AtDesk).desk.call(name, asked as never),
        [call, question] as const,
      );
    for (const route of ['GET /outbox/emails', 'GET /reports/services', 'GET /services/count']) {
      expect(await ask('office', { route })).toMatchObject({ ok: false, code: 'forbidden' });
    }
    expect(await ask('openOffice', { section: 'people' })).toMatchObject({
      ok: false,
      code: 'forbidden',
    });
    expect(app.electron().windows()).toHaveLength(1);
  });
});
