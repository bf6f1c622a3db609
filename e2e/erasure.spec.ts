/** An admin erases somebody in the console; a colleague's console was away, and forgets when it is back. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

describe.runIf(chromiumPath())('somebody is erased', () => {
  let server: Server;
  let cable: Cable;
  let browser: Browser;
  let chief: Console;
  let ana: App;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    const person = await addAttendant(server, 'Ana');
    browser = await openBrowser();
    [chief, ana] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openApp({ server: cable.address }),
    ]);
    await chief.signIn(admin);
    await ana.signIn(person);
    await phone(server, '+5573981725364').write('o resultado deu positivo', { name: 'Zuleica' });
    await phone(server, '+5573981720000').write('fica aqui', { name: 'Bruno' });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(chief, `${task.name} chief`);
    await keepPicture(ana, `${task.name} ana`);
  });
  afterAll(async () => {
    await Promise.all([ana?.close(), chief?.close()]);
    await browser?.close();
    await cable?.close();
    await server?.close();
  });
  const entry = ({ page }: Console | App, name = 'Zuleica') =>
    page.getByRole('listitem').filter({ hasText: name });

  it('only once the name is typed, here at once, elsewhere when it is back', async () => {
    await entry(ana).click();
    const box = ana.page.getByRole('textbox', { name: /^Mensagem para/ });
    await box.fill('rascunho sobre a Zuleica');
    await entry(chief).waitFor();
    cable.cut();
    await ana.page
      .getByText(/^Sem conexão/)
      .first()
      .waitFor();

    const { page } = chief;
    await entry(chief).click();
    await page.getByRole('textbox', { name: /^Mensagem para/ }).waitFor();
    const erase = page.getByRole('button', { name: 'Apagar este contato…' });
    if (!(await erase.isVisible())) await page.keyboard.press('Alt+I');
    await erase.click();
    const dialog = page.getByRole('dialog', { name: 'Apagar Zuleica para sempre?' });
    const go = dialog.getByRole('button', { name: 'Apagar para sempre' });
    const typed = dialog.getByRole('textbox');
    await typed.fill('Bruno');
    expect(await go.isDisabled()).toBe(true);
    await typed.fill('zuleica');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await entry(chief).waitFor({ state: 'detached' });
    await entry(chief, 'Bruno').waitFor();

    // She has it still, and forgets it with the draft once she is back.
    expect(await entry(ana).count()).toBe(1);
    cable.mend();
    await entry(ana).waitFor({ state: 'detached' });
    await entry(ana, 'Bruno').waitFor();
    expect(await ana.page.getByText(/Zuleica|positivo/).count()).toBe(0);

    const token = await signIn(server, admin);
    type Page = { items: { action: string; changes: object }[] };
    const told = await rest<Page>(server, token, 'GET', '/api/v1/audit?kind=contact');
    expect(told.items.map(({ action, changes }) => [action, changes])).toEqual([
      ['contact.erased', {}],
    ]);
    // Whoever writes again is somebody new, on both.
    await phone(server, '+5573981725364').write('voltei', { name: 'Zuleica' });
    await Promise.all([chief, ana].map((one) => entry(one).waitFor()));
    await entry(ana).click();
    await ana.page.getByRole('log').getByText('voltei').waitFor();
    expect(await box.inputValue()).toBe('');
  });
});
