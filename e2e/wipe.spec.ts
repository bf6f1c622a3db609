/** An admin has consoles leave nothing behind; an attendant signs out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import {
  addAttendant,
  admin,
  type Person,
  phone,
  rest,
  type Server,
  signIn,
  startServer,
} from './programs.ts';

const secret = 'o resultado deu positivo 7319';
const draft = 'rascunho que ninguém mais lê 4482';
const waits = 'isto ainda não chegou 9120';

describe.runIf(chromiumPath())('what a console leaves behind', () => {
  let server: Server;
  let cable: Cable;
  let browser: Browser;
  let chief: Console;
  let ana: App;
  let person: Person;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    person = await addAttendant(server, 'Ana');
    browser = await openBrowser();
    [chief, ana] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openApp({ server: cable.address }),
    ]);
    await chief.signIn(admin);
    await ana.signIn(person);
    await phone(server, '5511950000001').write(secret, { name: 'Júlia Prado' });
    await entry().click();
    await box().waitFor();
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

  const entry = () => ana.page.getByRole('listitem').filter({ hasText: 'Júlia Prado' });
  const box = () => ana.page.getByRole('textbox', { name: /^Mensagem para/ });
  const files = () =>
    readdirSync(ana.folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name));
  const ofAccounts = () => files().filter((path) => /[/\\]accounts[/\\]/.test(path));
  const having = (text: string) =>
    files().filter((path) =>
      ['utf8', 'utf16le'].some((as) =>
        readFileSync(path).includes(Buffer.from(text, as as BufferEncoding)),
      ),
    );
  const asked = async () => {
    await ana.page.getByRole('button', { name: /^Sua conta/ }).click();
    await ana.page.getByRole('menuitem', { name: 'Sair' }).click();
    return ana.page.getByRole('dialog', { name: 'Sair?' });
  };
  const gone = () => ana.page.locator('input[name=email]').waitFor();
  type AtDesk = { desk: { call(name: string, question: object): Promise<object> } };
  const ask = (name: string, question: object) =>
    ana.page.evaluate(([call, it]) => (window as unknown as AtDesk).desk.call(call, it), [
      name,
      question,
    ] as const);

  it('is a copy, as long as nobody wants it otherwise', async () => {
    await (await asked()).getByRole('button', { name: /^Sair/ }).click();
    await gone();
    expect(ofAccounts().some((path) => path.endsWith('cache.sqlite'))).toBe(true);
    await ana.signIn(person);
  });

  it('is nothing that an attendant decides', async () => {
    await ana.page.getByRole('button', { name: /^Sua conta/ }).click();
    await ana.page.getByRole('menuitem', { name: 'Configurações' }).waitFor();
    expect(await ana.page.getByRole('menuitem', { name: 'Dados nos computadores' }).count()).toBe(
      0,
    );
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('Control+K');
    await ana.page.keyboard.type('Dados nos');
    expect(await ana.page.getByRole('option', { name: 'Dados nos computadores' }).count()).toBe(0);
    await ana.page.keyboard.press('Escape');
    const patch = { wipeOnSignOut: true };
    for (const [name, question] of [
      ['copies', {}],
      ['saveCopies', { patch }],
    ] as const) {
      expect(await ask(name, question)).toMatchObject({ ok: false, code: 'forbidden' });
    }
    const token = await signIn(server, person);
    await expect(rest(server, token, 'PATCH', '/api/v1/copies', patch)).rejects.toThrow(/403/);
  });

  it('is decided by an admin, with the keyboard alone, who reads what it means first', async () => {
    const { page } = chief;
    const { keyboard } = page;
    await keyboard.press('Control+K');
    await keyboard.type('dados nos comp');
    await page.getByRole('option', { name: 'Dados nos computadores' }).waitFor();
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Dados nos computadores' });
    const wipe = dialog.getByRole('checkbox', { name: /^Apagar a cópia/ });
    await wipe.waitFor();
    await keyboard.press('Tab');
    await wipe.focus();
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    const most = dialog.getByRole('textbox', { name: /^No máximo/ });
    await most.fill('3');
    await dialog.getByText(/^Um número inteiro de 50/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Salvar' }).isDisabled()).toBe(true);
    await most.fill('800');
    await keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: 'Apagar tudo ao sair?' });
    await question.getByText(/nem conversas, nem arquivos, nem rascunhos/).waitFor();
    const token = await signIn(server, admin);
    const settings = () => rest(server, token, 'GET', '/api/v1/copies');
    expect(await settings()).toEqual({ wipeOnSignOut: false, most: null });
    // The harmless button has the focus: Enter once too often decides nothing.
    await keyboard.press('Enter');
    await wipe.waitFor();
    await dialog.getByRole('button', { name: 'Salvar' }).press('Enter');
    await question.getByRole('button', { name: 'Ligar' }).press('Enter');
    await dialog.getByText(/^Salvo\./).waitFor();
    expect(await settings()).toEqual({ wipeOnSignOut: true, most: 800 });
    await keyboard.press('Escape');
    await expect
      .poll(async () => (await ask('open', {})) as { value?: { wipeOnSignOut: boolean } })
      .toMatchObject({ value: { wipeOnSignOut: true } });
  });

  it('is never at the price of what waits to be sent, unless the person says so', async () => {
    await ana.page.getByText('Conectado', { exact: true }).waitFor();
    await entry().click();
    await box().fill(waits);
    cable.cut();
    await ana.page.getByText(/^Sem conexão/).waitFor();
    await box().press('Enter');
    const dialog = await asked();
    await dialog.getByText(/2 itens ainda não chegaram.*se perderia de vez/).waitFor();
    await dialog.getByRole('button', { name: 'Ficar' }).click();
    cable.mend();
    await expect
      .poll(async () => (await phone(server, '5511950000001').shows()).map(({ text }) => text), {
        timeout: 20_000,
      })
      .toContain(waits);
    expect(await ask('open', {})).toMatchObject({ value: { sync: { waiting: 0 } } });
  });

  it('is nothing at all then: no text, no file, no database, no key', async () => {
    await box().fill(draft);
    const [, account = ''] = /[/\\]accounts[/\\]([^/\\]+)/.exec(ofAccounts()[0] ?? '') ?? [];
    expect(account).not.toBe('');
    // The key is kept under the name of what it opens.
    expect(having(account)).not.toEqual([]);
    expect(ofAccounts()).not.toEqual([]);
    const dialog = await asked();
    await dialog.getByText(/rascunhos também/).waitFor();
    await dialog.getByRole('button', { name: 'Sair', exact: true }).click();
    await gone();
    expect(ofAccounts()).toEqual([]);
    for (const text of [account, secret, draft, waits, 'Júlia Prado', 'SQLite format 3']) {
      expect([text, having(text)]).toEqual([text, []]);
    }
    await ana.restart();
    await gone();
    expect(ofAccounts()).toEqual([]);
    await ana.signIn(person);
    await ana.page.getByRole('tab', { name: /^Todas/ }).click();
    await entry().click();
    await ana.page.getByRole('log').getByText(waits).waitFor();
    expect(await box().inputValue()).toBe('');
  });
});
