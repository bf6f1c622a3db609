/** The console in an ordinary browser: the same desk, where nothing can be installed. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './available.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, phone, type Server, startServer } from './programs.ts';

describe.runIf(chromiumPath())('the browser host', () => {
  let server: Server;
  let browser: Browser;
  let ana: Console;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    ana = await openConsole(browser, { server: server.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await ana?.close();
    await browser?.close();
    await server?.close();
  });

  it('does a whole service', async () => {
    const rita = phone(server, '5511970000001');
    await rita.write('bom dia', { name: 'Rita Alves' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Rita Alves' }).click();
    await ana.page.getByRole('button', { name: 'Iniciar atendimento' }).first().click();
    await ana.page.getByText('Com você').waitFor();
    const box = ana.page.getByRole('textbox', { name: 'Mensagem para Rita Alves' });
    await box.fill('bom dia, Rita');
    await box.press('Enter');
    await vi.waitFor(async () => {
      expect((await rita.shows()).at(-1)).toMatchObject({ text: 'bom dia, Rita' });
    }, 10_000);
    await ana.page.getByRole('button', { name: 'Encerrar' }).click();
    await ana.page.getByText('Encerrado', { exact: false }).first().waitFor();
  });

  it('counts in the title and on the icon of its tab', async () => {
    await phone(server, '5511970000002').write('tem alguém?', { name: 'Bia' });
    await ana.page.getByRole('listitem').filter({ hasText: 'Bia' }).waitFor();
    await vi.waitFor(async () => {
      expect(await ana.page.title()).toMatch(/^\(1\) /);
      const icon = await ana.page.locator('link[rel=icon]').getAttribute('href');
      expect(decodeURIComponent(icon ?? '')).toContain('>1</text>');
    });
  });

  it('offers in its settings only what a browser can do, and keeps what was chosen', async () => {
    await ana.page.keyboard.press('Control+,');
    const dialog = ana.page.getByRole('dialog', { name: 'Configurações' });
    await dialog.waitFor();
    expect(await dialog.getByRole('tab').allTextContents()).toEqual([
      ...['Geral', 'Conta', 'Notificações', 'Sons'],
    ]);
    expect(await dialog.getByText('Zoom').count()).toBe(0);
    await dialog.getByLabel('Enviar mensagens com').selectOption('Ctrl+Enter');
    await dialog.getByRole('tab', { name: 'Sons' }).click();
    await dialog.getByLabel('Alguém novo aguardando').selectOption('Gota');
    await ana.page.keyboard.press('Escape');
    const box = ana.page.getByRole('textbox', { name: 'Mensagem para Rita Alves' });
    await box.fill('uma linha');
    await box.press('Enter');
    await box.pressSequentially('outra');
    expect(await box.inputValue()).toBe('uma linha\noutra');
    await box.fill('');
    await ana.page.reload();
    await ana.page.getByText('Conectado', { exact: true }).waitFor();
    await ana.page.keyboard.press('Control+,');
    expect(await dialog.getByLabel('Enviar mensagens com').inputValue()).toBe('ctrl-enter');
    await dialog.getByLabel('Enviar mensagens com').selectOption('Enter');
    await ana.page.keyboard.press('Escape');
  });

  it('is there again after its process was killed', async () => {
    await ana.restart('SIGKILL');
    await ana.page.getByText('Conectado', { exact: true }).waitFor();
    await ana.page.getByRole('tab', { name: 'Todas' }).click();
    await ana.page.getByRole('listitem').filter({ hasText: 'Rita Alves' }).waitFor();
  });

  it('lets nobody else in with the address that was printed', async () => {
    const other = await browser.newContext();
    const page = await other.newPage();
    await page.goto(`${new URL(ana.page.url()).origin}/#token=used-up`);
    await page.getByText('This address has been used').waitFor();
    await other.close();
  });
});
