/** Ways in: invited by an admin, back in by a code, signed out from elsewhere. */

import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

const code = /^[A-Z2-9]{4}-[A-Z2-9]{4}$/;

describe.runIf(chromiumPath())('an account', () => {
  let server: Server;
  let browser: Browser;
  let chief: Console;
  let other: Console;
  let app: App;
  let ana: Person;
  beforeAll(async () => {
    server = await startServer();
    ana = await addAttendant(server, 'Ana');
    browser = await openBrowser();
    [chief, other, app] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openConsole(browser, { server: server.address, colorScheme: 'dark' }),
      openApp({ server: server.address }),
    ]);
    await chief.signIn(admin);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(chief, `${task.name} chief`);
    await keepPicture(other, `${task.name} other`);
    await keepPicture(app, `${task.name} app`);
  });
  afterAll(async () => {
    await Promise.all([chief?.close(), other?.close(), app?.close()]);
    await browser?.close();
    await server?.close();
  });

  /** Nothing serious by axe, in the light and in the dark. */
  const look = async ({ page }: Console, screen: string) =>
    expect(await seriousIn(page, screen)).toEqual([]);
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
  const online = (page: Page) => page.getByText('Conectado', { exact: true }).waitFor();
  async function people(): Promise<void> {
    const { page } = chief;
    await page.keyboard.press('Escape');
    await button(page, 'Quem faz o quê').click();
    await button(page, 'Equipes e distribuição').click();
    await page.getByRole('tab', { name: 'Pessoas' }).click();
    await page.getByRole('navigation', { name: 'Pessoas' }).waitFor();
  }
  async function shownCode(): Promise<string> {
    const shown = chief.page.getByRole('status', { name: 'Código' });
    await shown.waitFor();
    return (await shown.textContent()) ?? '';
  }
  async function choosePassword(page: Page, email: string, typed: string, password: string) {
    await button(page, 'Tenho um código').click();
    await field(page, 'E-mail').fill(email);
    await field(page, 'Código').fill(typed);
    await field(page, 'Nova senha').fill(password);
    await page.keyboard.press('Enter');
  }
  async function signOut(page: Page): Promise<void> {
    await button(page, /^Sua conta/).click();
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sair' }).click();
    await page.getByRole('heading', { name: 'Entrar' }).waitFor();
  }
  async function ownAccount(page: Page): Promise<void> {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Conta' }).click();
  }

  it('begins with an invitation, whose code signs in once, in the installed app', async () => {
    await people();
    const { page } = chief;
    await button(page, 'Adicionar pessoa').click();
    await field(page, 'Nome').fill('Bia Prado');
    await field(page, 'E-mail').fill(ana.email);
    await page.keyboard.press('Enter');
    await page.getByText('Alguém já tem este e-mail').waitFor();
    await look(chief, 'adding a person');
    await field(page, 'E-mail').fill('bia@clinica.example');
    await page.keyboard.press('Enter');
    const invitation = await shownCode();
    expect(invitation).toMatch(code);
    await look(chief, 'an invitation');

    await choosePassword(app.page, 'bia@clinica.example', 'AAAA-AAAA', 'a senha da Bia');
    await app.page.getByText('Este código está errado').waitFor();
    await field(app.page, 'Código').fill(invitation.toLowerCase().replace('-', ' '));
    await field(app.page, 'Nova senha').fill('curta');
    await app.page.keyboard.press('Enter');
    await app.page.getByText('Curta demais').waitFor();
    await field(app.page, 'Nova senha').fill('a senha da Bia');
    await button(app.page, 'Mostrar senha').click();
    expect(await field(app.page, 'Nova senha').getAttribute('type')).toBe('text');
    await button(app.page, 'Salvar e entrar').click();
    await online(app.page);

    await choosePassword(other.page, 'bia@clinica.example', invitation, 'de outra pessoa');
    await other.page.getByText('já foi usado').waitFor();
    await look(other, 'a wrong code');
    await button(other.page, 'Voltar para entrar').click();
  });

  it('is got back into by a code that an admin hands over, after asking in vain', async () => {
    const { page } = other;
    await button(page, 'Esqueci minha senha').click();
    await look(other, 'a forgotten password');
    for (const email of ['ninguem@clinica.example', ana.email]) {
      await field(page, 'E-mail').fill(email);
      await page.keyboard.press('Enter');
      await page.getByText(`Se ${email} for de um usuário daqui`).waitFor();
      await page.getByText('Um servidor sem e-mail não envia nenhum.').waitFor();
      await look(other, 'asked for a code');
      await button(page, 'Voltar para entrar').click();
      if (email !== ana.email) await button(page, 'Esqueci minha senha').click();
    }
    await people();
    await button(chief.page, /^Ana/).click();
    await look(chief, 'a person');
    await button(chief.page, 'Passar um código').click();
    const handed = await shownCode();
    await choosePassword(page, ana.email, handed, 'outra senha da Ana');
    await online(page);
    await button(chief.page, 'Pronto').press('Enter');
    await chief.page.locator('h3:focus').getByText('Ana').waitFor();
  });

  it('is called what its user says, on every console', async () => {
    const { page } = other;
    await ownAccount(page);
    await field(page, 'Nome').fill('Ana Lima');
    await button(page, 'Salvar').click();
    await page.getByText('Salvo.').waitFor();
    await page.keyboard.press('Escape');
    await button(page, /^Sua conta: Ana Lima/).waitFor();
    await people();
    await button(chief.page, /^Ana Lima/).waitFor();
  });

  it('is signed out elsewhere at once, after a question, and told by its device', async () => {
    await signOut(app.page);
    await app.signIn({ email: ana.email, password: 'outra senha da Ana' });
    const { page } = other;
    await ownAccount(page);
    const places = page.getByRole('region', { name: 'Onde você está conectado' });
    await places.getByRole('listitem').nth(1).waitFor();
    expect(await places.getByRole('listitem').count()).toBe(2);
    await places.getByRole('listitem').first().getByText('Este', { exact: true }).waitFor();
    const elsewhere = places.getByRole('listitem').nth(1);
    expect(await elsewhere.textContent()).toMatch(/ · Linux.*Desde .*ativo agora/);
    await elsewhere.getByRole('button', { name: /^Sair de/ }).click();
    await look(other, 'signing out elsewhere, asked');
    await elsewhere.getByRole('button', { name: 'Cancelar' }).click();
    await elsewhere.getByRole('button', { name: /^Sair de/ }).click();
    await elsewhere.getByRole('button', { name: 'Sair', exact: true }).click();
    await app.page.getByText('Seu acesso terminou').waitFor();
    await elsewhere.waitFor({ state: 'detached' });
    await page.getByText('Conectado', { exact: true }).waitFor();
  });

  it('has another password by who knows the present one, and the places elsewhere end', async () => {
    await button(app.page, 'Entrar de novo').click();
    await field(app.page, 'Senha').fill('outra senha da Ana');
    await app.page.keyboard.press('Enter');
    await app.page.getByText('Seu acesso terminou').waitFor({ state: 'detached' });
    const { page } = other;
    await button(page, 'Trocar senha').click();
    await field(page, 'Senha atual').fill('chutada agora');
    await field(page, 'Nova senha').fill('a terceira senha');
    await page.keyboard.press('Enter');
    await page.getByText('A senha atual não é essa.').waitFor();
    await look(other, 'another password, refused');
    await field(page, 'Senha atual').fill('outra senha da Ana');
    await page.keyboard.press('Enter');
    await page.getByText('Sua senha agora é a nova.').waitFor();
    await app.page.getByText('Seu acesso terminou').waitFor();
  });

  it('is signed in to with a code of an app, too, until an admin takes that away', async () => {
    const { page } = other;
    await button(page, 'Ativar').click();
    await field(page, 'Senha atual').fill('a terceira senha');
    await page.keyboard.press('Enter');
    const secret = (await page.locator('code').textContent())?.replaceAll(' ', '') ?? '';
    await look(other, 'a second step');
    const codeAt = (timestamp: number) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
    const shows = 'Código que o aplicativo mostra';
    await field(page, shows).fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('Este não é o código de agora').waitFor();
    await field(page, shows).fill(codeAt(Date.now()));
    await page.keyboard.press('Enter');
    const shown = page.getByRole('region', { name: 'Códigos de reserva' }).getByRole('listitem');
    await shown.nth(7).waitFor();
    const reserve = await shown.allTextContents();
    expect(reserve).toHaveLength(8);
    await look(other, 'codes in reserve');
    await button(page, 'Já guardei').click();
    await page.getByText('Códigos de reserva: 8').waitFor();

    await button(app.page, 'Entrar de novo').click();
    await field(app.page, 'Senha').fill('a terceira senha');
    await app.page.keyboard.press('Enter');
    await field(app.page, 'Código do seu aplicativo').fill(reserve[0] ?? '');
    await app.page.keyboard.press('Enter');
    await app.page.getByText('Seu acesso terminou').waitFor({ state: 'detached' });

    await people();
    await button(chief.page, /^Ana/).click();
    await button(chief.page, 'Retirar a segunda etapa').click();
    await chief.page.getByText('Agora a senha basta').waitFor();
    await signIn(server, { email: ana.email, password: 'a terceira senha' });
  });

  it('ends where an admin deactivates it, and the last admin stays', async () => {
    await people();
    const { page } = chief;
    const deactivate = () => button(page, 'Desativar').click();
    await button(page, /^chefe/i).click();
    await deactivate();
    await page.getByText('você sai na hora').waitFor();
    await look(chief, 'deactivating, asked');
    await deactivate();
    await page.getByText('Esta é a última pessoa ativa na administração').waitFor();
    await button(page, /^Ana Lima/).click();
    await deactivate();
    await deactivate();
    await other.page.getByText('Entre de novo para ver e mudar isto.').waitFor();
    await button(page, 'Reativar').click();
    await button(page, 'Desativar').waitFor();
    await page.getByLabel('Papel').selectOption('admin');
    await page.getByLabel('Máximo de atendimentos abertos').fill('7');
    await button(page, 'Salvar').click();
    await page.getByText('Salvo.').waitFor();
    const { token } = await rest<{ token: string }>(server, null, 'POST', '/api/v1/sign-in', {
      ...{ email: ana.email, password: 'a terceira senha' },
    });
    const { items } = await rest<{ items: { name: string; role: string }[] }>(
      ...[server, token, 'GET', '/api/v1/users'],
    );
    expect(items.find(({ name }) => name === 'Ana Lima')).toMatchObject({ role: 'admin' });
  });

  it('cannot be changed without the server, and says so', async () => {
    await button(chief.page, /^Bia/).click();
    await button(chief.page, 'Passar um código').click();
    const handed = await shownCode();
    await server.kill();
    await chief.page.getByText('Sem conexão', { exact: false }).first().waitFor();
    expect(await shownCode()).toBe(handed);
    await button(chief.page, 'Pronto').click();
    await chief.page.getByText('O servidor não responde', { exact: false }).waitFor();
    expect(await button(chief.page, 'Adicionar pessoa').count()).toBe(0);
    await chief.page.keyboard.press('Escape');
    await ownAccount(chief.page);
    await chief.page.getByText('Nome, senha e aparelhos aparecem quando ele voltar.').waitFor();
    expect(await button(chief.page, 'Trocar senha').count()).toBe(0);
    await server.start();
    await button(chief.page, 'Trocar senha').waitFor();
  });
});
