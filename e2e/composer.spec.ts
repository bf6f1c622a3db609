/** With two hands on the keyboard: a note that names a colleague, a text written often, one taken back. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

const number = '5511960000001';

describe.runIf(chromiumPath())('the composer', () => {
  let server: Server;
  let browser: Browser;
  let ana: App;
  let bia: Console;
  beforeAll(async () => {
    server = await startServer();
    const people = [await addAttendant(server, 'Ana'), await addAttendant(server, 'Bia')] as const;
    browser = await openBrowser();
    [ana, bia] = await Promise.all([
      openApp({ server: server.address }),
      openConsole(browser, { server: server.address }),
    ]);
    await ana.signIn(people[0]);
    await bia.signIn(people[1]);
    await phone(server, number).write('Bom dia', { name: 'Júlia Prado' });
    await entry(ana).click();
    await ana.page.keyboard.press('Alt+s');
    await box().waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(ana, `${task.name} ana`);
    await keepPicture(bia, `${task.name} bia`);
  });
  afterAll(async () => {
    await Promise.all([ana?.close(), bia?.close()]);
    await browser?.close();
    await server?.close();
  });

  const entry = (desk: Console) =>
    desk.page.getByRole('listitem').filter({ hasText: 'Júlia Prado' });
  const box = () => ana.page.getByRole('textbox', { name: 'Mensagem para Júlia Prado' });
  const heard = async () => {
    const path = `/simulator/contacts/${number}/messages`;
    return JSON.stringify(await rest(server, null, 'GET', path));
  };

  it('a note names a colleague, who sees it marked; the contact never hears of it', async () => {
    const { keyboard } = ana.page;
    await keyboard.press('Alt+n');
    await keyboard.type('@bi');
    await ana.page.getByRole('option', { name: /Bia/ }).waitFor();
    await keyboard.press('Enter');
    await keyboard.type('pode ligar?');
    await keyboard.press('Enter');
    await ana.page.getByRole('log').getByText('pode ligar?').waitFor();
    await bia.page.getByRole('tab', { name: /^Todas/ }).click();
    const mark = entry(bia).getByLabel('Você foi mencionado em uma nota');
    await mark.waitFor();
    await entry(bia).click();
    await mark.waitFor({ state: 'detached' });
    expect(await heard()).not.toContain('pode ligar?');
  });

  it('a slash brings a text that is written often, with the contact’s name in it', async () => {
    const token = await signIn(server, admin);
    const text = 'Olá, {{contact.firstName}}!';
    await rest(server, token, 'POST', '/api/v1/canned-replies', {
      ...{ shortcut: 'ola', text, own: false },
    });
    await box().focus();
    await ana.page.keyboard.type('/ol');
    await ana.page.getByRole('option', { name: /ola/ }).waitFor();
    await ana.page.keyboard.press('Enter');
    expect(await box().inputValue()).toBe('Olá, Júlia!');
    await ana.page.keyboard.press('Enter');
    await vi.waitFor(async () => expect(await heard()).toContain('Olá, Júlia!'), 15_000);
  });

  it('what was just sent is taken back with Ctrl+Z, and never goes', async () => {
    await ana.page.evaluate(() =>
      (window as unknown as { desk: Desk }).desk.call('saveSettings', {
        settings: { undoSend: 10 },
      }),
    );
    const { keyboard, page } = { keyboard: ana.page.keyboard, page: ana.page };
    await box().fill('enviado cedo demais');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Desfazer' }).waitFor();
    await keyboard.press('Control+z');
    await vi.waitFor(async () => expect(await box().inputValue()).toBe('enviado cedo demais'));
    await box().fill('agora sim');
    await keyboard.press('Enter');
    // Nobody looks any more: it goes at once.
    await keyboard.press('Alt+w');
    await vi.waitFor(async () => expect(await heard()).toContain('agora sim'), 5_000);
    expect(await heard()).not.toContain('cedo demais');
  });
});
