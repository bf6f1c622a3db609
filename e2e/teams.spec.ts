/** A team at work: given out in turn, who looks on, passed on with a word, watched over. */
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

describe.runIf(chromiumPath())('a team', () => {
  let server: Server;
  /** Between Bia and the server. */
  let cable: Cable;
  let browser: Browser;
  let ana: App;
  let bia: Console;
  let chief: Console;
  let token: string;
  const people: Person[] = [];
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    token = await signIn(server, admin);
    for (const name of ['Ana', 'Bia']) people.push(await addAttendant(server, name));
    browser = await openBrowser();
    [ana, bia, chief] = await Promise.all([
      openApp({ server: server.address }),
      openConsole(browser, { server: cable.address }),
      openConsole(browser, { server: server.address, colorScheme: 'dark' }),
    ]);
    const [first, second] = people as [Person, Person];
    await ana.signIn(first);
    await bia.signIn(second);
    await chief.signIn(admin);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture(ana, `${task.name} ana`);
    await keepPicture(bia, `${task.name} bia`);
    await keepPicture(chief, `${task.name} chief`);
  });
  afterAll(async () => {
    await Promise.all([ana?.close(), bia?.close(), chief?.close()]);
    await browser?.close();
    await cable?.close();
    await server?.close();
  });

  const entry = (desk: Console, name: string) =>
    desk.page.getByRole('listitem').filter({ hasText: name });
  const mine = (desk: Console) => desk.page.getByRole('tab', { name: /^Meus/ }).click();
  const holders = async () => {
    type Item = { contact: { name?: string }; attendant?: { name: string }; team?: object };
    const { items } = await rest<{ items: Item[] }>(
      ...[server, token, 'GET', '/api/v1/services?state=open'],
    );
    return new Map(items.map((one) => [one.contact.name, one.attendant?.name]));
  };

  it('is made by an admin, and gets what comes in, each in turn', async () => {
    const { page } = chief;
    await page.getByRole('button', { name: 'Quem faz o quê' }).click();
    await page.getByRole('button', { name: 'Equipes e distribuição' }).click();
    await page.getByRole('button', { name: 'Nova equipe' }).click();
    await page.getByLabel('Nome', { exact: true }).fill('Recepção');
    await page.getByLabel('Distribuição', { exact: true }).selectOption('roundRobin');
    for (const name of ['Ana', 'Bia']) await page.getByRole('checkbox', { name }).check();
    await page.getByRole('button', { name: 'Criar equipe' }).click();
    await page.getByRole('button', { name: /^Recepção/ }).waitFor();
    await page.getByRole('tab', { name: 'Regras' }).click();
    await page.getByLabel('Novas conversas vão para').selectOption({ label: 'Recepção' });
    await expect
      .poll(() => rest(server, token, 'GET', '/api/v1/routing'))
      .toMatchObject({ defaultTeamId: expect.any(String) });
    await page.keyboard.press('Escape');

    await phone(server, '5511950000001').write('Bom dia', { name: 'Júlia Prado' });
    await expect.poll(async () => (await holders()).size, { timeout: 10_000 }).toBe(1);
    await phone(server, '5511950000002').write('Olá', { name: 'Caio Lima' });
    await expect.poll(async () => (await holders()).size, { timeout: 10_000 }).toBe(2);
    expect([...(await holders()).values()].sort()).toEqual(['Ana', 'Bia']);
  });

  it('sees who looks on and who writes, and no longer who is cut off', async () => {
    const [first = ''] = [...(await holders())].find(([, who]) => who === 'Ana') ?? [];
    await mine(ana);
    await entry(ana, first).click();
    for (const { page } of [bia, chief]) await page.getByRole('tab', { name: /^Todas/ }).click();
    await entry(bia, first).click();
    const line = (desk: Console) => desk.page.locator('#conversation [data-presence]');
    await line(ana).getByText('Bia também vê').waitFor();
    await line(bia).getByText('Ana também vê').waitFor();
    await ana.page.getByRole('textbox', { name: /^Mensagem para/ }).pressSequentially('Já');
    await line(bia).getByText('Ana está escrevendo…').waitFor();
    await entry(chief, first).getByLabel('Escrevendo: Ana').waitFor();
    // She stops, and is believed to write no more.
    await line(bia).getByText('Ana também vê').waitFor({ timeout: 12_000 });
    const typing = (number: string) =>
      rest(server, null, 'PUT', `/simulator/contacts/${number}/typing`, { typing: true });
    await typing(first === 'Júlia Prado' ? '5511950000001' : '5511950000002');
    await line(ana).getByText('digitando…').waitFor();
    cable.cut();
    await line(ana).getByText('Bia').waitFor({ state: 'detached', timeout: 15_000 });
    cable.mend();
    await line(ana).getByText('Bia também vê').waitFor();
  });

  it('passes a service on with a word that the contact never sees', async () => {
    const [first = ''] = [...(await holders())].find(([, who]) => who === 'Ana') ?? [];
    const { page } = ana;
    await page.getByRole('button', { name: 'Transferir' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Bia', { exact: true }).click();
    await dialog.getByRole('textbox', { name: /^Nota/ }).fill('Prefere de manhã.');
    await dialog.getByRole('button', { name: 'Transferir' }).click();
    await page.getByRole('tabpanel').getByText('Com Bia', { exact: true }).waitFor();
    await bia.page.locator('#conversation').getByText('Prefere de manhã.').waitFor();
    await mine(bia);
    // On top, though the other's contact may have written later.
    await bia.page.getByRole('listitem').first().filter({ hasText: first }).waitFor();
    for (const number of ['5511950000001', '5511950000002']) {
      expect(JSON.stringify(await phone(server, number).shows())).not.toContain('Prefere');
    }
  });

  it('gives nothing to who is away, and is watched over: an admin takes a service over', async () => {
    await bia.page.getByRole('button', { name: /^Sua conta/ }).click();
    await bia.page.getByRole('menuitemradio', { name: 'Ausente' }).click();
    await bia.page.getByRole('button', { name: /^Sua conta.*Ausente/ }).waitFor();
    await phone(server, '5511950000003').write('Alguém?', { name: 'Davi Melo' });
    await phone(server, '5511950000004').write('Alguém aí?', { name: 'Eva Reis' });
    await expect
      .poll(async () => [(await holders()).get('Davi Melo'), (await holders()).get('Eva Reis')], {
        timeout: 10_000,
      })
      .toEqual(['Ana', 'Ana']);
    const { page } = chief;
    await page.getByRole('button', { name: 'Quem faz o quê' }).click();
    const board = page.getByRole('dialog');
    await board.getByRole('button', { name: /^Bia.*ausente.*2 de 10/ }).waitFor();
    await board.getByRole('button', { name: /^Ana.*2 de 10/ }).click();
    await board.getByRole('button', { name: 'Assumir Davi Melo' }).click();
    await board.getByRole('button', { name: /^Ana.*1 de 10/ }).waitFor();
    await expect.poll(async () => (await holders()).get('Davi Melo')).toBe('chefe');
  });
});
