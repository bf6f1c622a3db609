/** What admins set in the office, and what consoles and contacts have of it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import { chromiumPath } from './available.ts';
import { seriousIn } from './axe.ts';
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

type AtDesk = { desk: Desk };

describe.runIf(chromiumPath())('settings in the office', () => {
  let server: Server;
  let browser: Browser;
  let chief: Console;
  let attendant: Console;
  let office: Page;
  let ana: Person;
  let token: string;
  beforeAll(async () => {
    server = await startServer();
    ana = await addAttendant(server, 'Ana');
    browser = await openBrowser();
    [chief, attendant] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openConsole(browser, { server: server.address }),
    ]);
    await Promise.all([chief.signIn(admin), attendant.signIn(ana)]);
    token = await signIn(server, admin);
    const opened = chief.page.waitForEvent('popup');
    await chief.page.getByRole('button', { name: 'Administração' }).click();
    office = await opened;
    await go('Configurações');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture({ ...chief, page: office }, `${task.name} office`);
  });
  afterAll(async () => {
    await Promise.all([chief?.close(), attendant?.close()]);
    await browser?.close();
    await server?.close();
  });
  const go = (name: string) =>
    office
      .getByRole('navigation', { name: 'Seções da administração' })
      .getByRole('button', { name })
      .click();
  const part = (name: string) =>
    office
      .getByRole('navigation', { name: 'Partes das configurações' })
      .getByRole('button', { name })
      .click();
  const save = () => office.getByRole('button', { name: 'Salvar', exact: true }).click();
  const saved = () => office.getByText('Salvo. Vale a partir de agora.').waitFor();
  const setting = <T>(name: string) =>
    rest<T>(server, token, 'GET', `/api/v1/settings/${name}`).then((answer) => answer as never);

  it('a new name is in every console at once, and the clock is found by a few letters', async () => {
    await part('Espaço de trabalho');
    await office.getByLabel('Nome').fill('Clínica Vida Plena');
    await office.getByRole('combobox', { name: 'Fuso horário' }).click();
    await office.getByPlaceholder('Cidade ou diferença').fill('manaus');
    await office.keyboard.press('Enter');
    await office.getByText('Os relatórios contam por este relógio').waitFor();
    await save();
    await saved();
    expect(await setting('workspace')).toEqual({
      name: 'Clínica Vida Plena',
      timeZone: 'America/Manaus',
    });
    const nameAt = (page: Page) =>
      page.evaluate(async () => {
        const answer = await (window as unknown as AtDesk).desk.call('open', {});
        return answer.ok && answer.value.workspace;
      });
    await vi.waitFor(async () => expect(await nameAt(attendant.page)).toBe('Clínica Vida Plena'));
    // In the window itself, without loading anew.
    await office.getByText('Clínica Vida Plena', { exact: true }).first().waitFor();
    expect(await seriousIn(office, 'settings')).toEqual([]);
  });

  it('whoever leaves changes behind is asked, and a number that cannot be is not sent', async () => {
    await part('Encerramento automático');
    const minutes = office.getByLabel('Depois de quantos minutos de silêncio').first();
    await minutes.fill('0');
    await office.getByText('Um número inteiro de 1 a').waitFor();
    expect(await office.getByRole('button', { name: 'Salvar', exact: true }).isDisabled()).toBe(
      true,
    );
    await minutes.fill('45');
    const asked = office.getByRole('dialog', { name: 'Há alterações que não foram salvas' });
    await part('Etiquetas');
    await asked.getByRole('button', { name: 'Ficar aqui' }).click();
    expect(await minutes.inputValue()).toBe('45');
    await office.goBack();
    await asked.waitFor();
    await office.keyboard.press('Escape');
    expect(await minutes.inputValue()).toBe('45');
    await go('Caixa de saída');
    await asked.getByRole('button', { name: 'Salvar e sair' }).click();
    await office.getByRole('heading', { name: 'Caixa de saída' }).waitFor();
    expect(await setting('timing')).toMatchObject({ inactivityMinutes: 45 });
    await go('Configurações');
    await part('Encerramento automático');
    await minutes.fill('50');
    await go('Caixa de saída');
    await asked.getByRole('button', { name: 'Sair sem salvar' }).click();
    await office.getByRole('heading', { name: 'Caixa de saída' }).waitFor();
    expect(await setting('timing')).toMatchObject({ inactivityMinutes: 45 });
    await go('Configurações');
  });

  it('what the greeting says is what a contact reads on their phone', async () => {
    await part('Saudação');
    await office.getByLabel('Saudar os contatos').check();
    await office.getByLabel('Texto ao contato').fill('Oi, {{contact.firstName}}! Aqui é *nós*.');
    await office.getByText('Oi, Maria! Aqui é nós.').waitFor();
    await office.keyboard.press('Control+s');
    await saved();
    const bruno = phone(server, '5511977770001');
    await bruno.write('bom dia');
    await vi.waitFor(
      async () =>
        expect((await bruno.shows()).map(({ text }) => text)).toEqual([
          'bom dia',
          'Oi! Aqui é *nós*.',
        ]),
      { timeout: 15_000 },
    );
    await attendant.page.getByText('bom dia').first().waitFor();
  });

  it('business hours take the holidays of Brazil over, as many as one wants', async () => {
    await part('Horário de funcionamento');
    await office.getByLabel('Ter horário de funcionamento').check();
    await office.getByRole('button', { name: 'Propor os feriados do Brasil' }).click();
    const proposed = office.getByRole('dialog', { name: 'Feriados do Brasil' });
    await proposed.getByLabel('Tiradentes').uncheck();
    await proposed.getByRole('button', { name: /^Adotar 9 dias/ }).click();
    await save();
    await saved();
    const { holidays } = (await setting('hours')) as { holidays: { name: string }[] };
    expect(holidays).toHaveLength(9);
    expect(holidays.map(({ name }) => name)).not.toContain('Tiradentes');
    await office.getByText(/^(Aberto|Fechado) agora\./).waitFor();
    expect(await seriousIn(office, 'hours')).toEqual([]);
  });

  it('without the server nothing is lost and nothing is said to be saved', async () => {
    await part('Agradecimentos e despedidas');
    await office.getByLabel('English').fill('cheerio');
    await server.kill();
    await save();
    await office.getByText('Não foi salvo.').waitFor();
    expect(await office.getByLabel('English').inputValue()).toBe('cheerio');
  });
});
