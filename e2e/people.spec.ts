/** What WhatsApp tells of people: their pictures, and who of a group wrote; from a phone to a window. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './available.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

const number = '5511960000001';
const group = '120363000000000777';
/** One dot, in red. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe.runIf(chromiumPath())('people', () => {
  let server: Server;
  let browser: Browser;
  let console: Console;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    console = await openConsole(browser, { server: server.address });
    await console.signIn(admin);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(console, task.name);
  });
  afterAll(async () => {
    await console?.close();
    await browser?.close();
    await server?.close();
  });

  const entry = (name: string) => console.page.getByRole('listitem').filter({ hasText: name });
  const face = () => entry('Júlia Prado').locator('img');
  async function looks(method: 'PUT' | 'DELETE'): Promise<void> {
    const form = new FormData();
    form.append('file', new Blob([dot], { type: 'image/png' }), 'eu.png');
    const answer = await fetch(`${server.address}/simulator/contacts/${number}/picture`, {
      method,
      ...(method === 'PUT' && { body: form }),
    });
    expect(answer.status).toBe(200);
  }
  const drawn = () =>
    vi.waitFor(async () => {
      const width = await face().evaluate((img) => (img as HTMLImageElement).naturalWidth);
      expect(width).toBe(1);
    }, 15_000);

  it('have pictures, which are there without the server, and go when they are taken away', async () => {
    await phone(server, number).write('Bom dia', { name: 'Júlia Prado' });
    await entry('Júlia Prado').waitFor();
    expect(await face().count()).toBe(0);
    await looks('PUT');
    await drawn();
    await server.kill();
    await console.restart();
    await drawn();
    await server.start();
    await console.page.getByText(/^(conectado|connected|online)$/i).waitFor();
    await looks('DELETE');
    await face().waitFor({ state: 'detached' });
  });

  it('of groups are heard once an admin wants them shown, and not after', async () => {
    const { page } = console;
    const says = (from: string, name: string, text: string) =>
      rest(server, null, 'POST', `/simulator/groups/${group}/messages`, { from, name, text });
    await rest(server, null, 'PATCH', `/simulator/groups/${group}`, { name: 'Condomínio' });
    await says('5511960000011', 'Bia', 'ninguém ouve');
    await page.getByRole('button', { name: 'Sua conta' }).click();
    await page.getByRole('menuitem', { name: /WhatsApp/ }).click();
    const choice = page.getByRole('switch', { name: /Mostrar grupos/ });
    await choice.click();
    await vi.waitFor(async () => expect(await choice.isChecked()).toBe(true));
    await page.keyboard.press('Escape');
    await says('5511960000011', 'Bia', 'A clínica abre no feriado?');
    await says('5511960000012', 'Rui', 'Eu também queria saber');
    await entry('Condomínio').getByText('Rui: Eu também queria saber').waitFor();
    await entry('Condomínio').click();
    const log = page.getByRole('log');
    await log.getByText('Bia', { exact: true }).first().waitFor();
    expect(await log.getByText('ninguém ouve').count()).toBe(0);
    await page.getByRole('button', { name: 'Iniciar atendimento' }).first().click();
    const box = page.getByRole('textbox', { name: 'Mensagem para Condomínio' });
    await box.fill('Abre sim, das 8h às 12h');
    await box.press('Enter');
    await vi.waitFor(async () => {
      const path = `/simulator/groups/${group}/messages`;
      const shown = await rest<{ items: object[] }>(server, null, 'GET', path);
      expect(shown.items.at(-1)).toMatchObject({ from: null, text: 'Abre sim, das 8h às 12h' });
    }, 15_000);

    const token = await signIn(server, admin);
    await rest(server, token, 'PATCH', '/api/v1/whatsapp/settings', { groups: 'ignored' });
    await says('5511960000011', 'Bia', 'tarde demais');
    await phone(server, number).write('fim');
    await entry('Júlia Prado').getByText('fim').waitFor();
    expect(await log.getByText('tarde demais').count()).toBe(0);
    expect(await log.getByText('Abre sim, das 8h às 12h').count()).toBe(1);
    await box.fill('e agora?');
    await box.press('Enter');
    await page
      .getByText(/grupos/i)
      .first()
      .waitFor();
    await vi.waitFor(async () => expect(await box.inputValue()).toBe('e agora?'), 15_000);
  });
});
