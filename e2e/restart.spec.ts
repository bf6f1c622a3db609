/** What a person finds again after a restart, and what they chose for themselves. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { keepPicture } from './console.ts';
import { addAttendant, phone, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('after a restart', () => {
  let server: Server;
  let app: App;
  beforeAll(async () => {
    server = await startServer();
    app = await openApp({ server: server.address });
    await app.signIn(await addAttendant(server, 'Ana'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(app, task.name);
  });
  afterAll(async () => {
    await app?.close();
    await server?.close();
  });
  const lit = () => app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const choose = async (menu: string, item: string) => {
    await app.page.getByRole('button', { name: menu }).click();
    await app.page.getByRole('menuitemradio', { name: item }).click();
  };

  it('one is still signed in, the tabs are open and the draft is where it was', async () => {
    await phone(server, '5511960000001').write('oi', { name: 'Rita Alves' });
    await phone(server, '5511960000002').write('oi', { name: 'Saulo Reis' });
    for (const name of ['Rita Alves', 'Saulo Reis']) {
      await app.page.getByRole('listitem').filter({ hasText: name }).click();
      await app.page.getByRole('textbox', { name: `Mensagem para ${name}` }).waitFor();
    }
    await app.page.getByRole('textbox', { name: 'Mensagem para Saulo' }).fill('quase pronto…');
    await vi.waitFor(async () =>
      expect(await app.page.locator('[role=tab][data-tab]').count()).toBe(2),
    );
    await app.restart();
    await app.page.getByText('Conectado', { exact: true }).waitFor();
    expect(await app.page.locator('[role=tab][data-tab]').count()).toBe(2);
    const box = app.page.getByRole('textbox', { name: 'Mensagem para Saulo' });
    await vi.waitFor(async () => expect(await box.inputValue()).toBe('quase pronto…'));
  });

  it('the chosen language and theme stay, over those of the system', async () => {
    const light = await lit();
    await choose('Sua conta', 'Escuro');
    await vi.waitFor(async () => expect(await lit()).not.toBe(light));
    await choose('Sua conta', 'English');
    await app.page.getByRole('button', { name: 'Your account' }).waitFor();
    expect(await app.page.locator('html').getAttribute('lang')).toBe('en');
    const dark = await lit();
    await app.restart('SIGKILL');
    await app.page.getByRole('button', { name: 'Your account' }).waitFor();
    expect(await lit()).toBe(dark);
  });

  it('the window is where and as large as it was', async () => {
    const place = () =>
      app.electron().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    await app.electron().evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1000, height: 640 });
    });
    const before = await place();
    await app.restart();
    expect(await place()).toEqual(before);
  });

  it('a sign-out takes the desk away, also after a restart', async () => {
    await app.page.getByRole('button', { name: 'Your account' }).click();
    await app.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: /^sign out/i })
      .click();
    await app.page.locator('input[name=email]').waitFor();
    await app.restart();
    await app.page.locator('input[name=email]').waitFor();
    const answer = await app.page.evaluate(() =>
      (
        window as unknown as { desk: { call(name: string, question: object): Promise<object> } }
      ).desk.call('conversations', {}),
    );
    expect(answer).toMatchObject({ ok: false, code: 'unauthenticated' });
  });
});
