/** axe over every screen of the product, as an admin comes to see them. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './available.ts';
import { seriousIn } from './axe.ts';
import { type Cable, layCable } from './cable.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { type Graph, openGraph, writes } from './graph.ts';
import { admin, phone, rest, type Server, startServer } from './programs.ts';

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.runIf(chromiumPath())('no screen has a serious finding', () => {
  let server: Server;
  let cable: Cable;
  let browser: Browser;
  let chief: Console;
  let findings: string[];
  beforeAll(async () => {
    server = await startServer({ setUp: false });
    await rest(server, null, 'POST', '/api/v1/set-up', {
      ...{ workspace: 'Clínica', name: 'Chefe', ...admin, sample: true },
    });
    cable = await layCable(server.address);
    browser = await openBrowser([
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ]);
    chief = await openConsole(browser, { server: cable.address });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(chief, task.name);
  });
  afterAll(async () => {
    await chief?.close();
    await browser?.close();
    await cable?.close();
    await server?.close();
  });

  const look = async (screen: string) => {
    findings.push(...(await seriousIn(chief.page, screen)));
  };
  const begin = () => {
    findings = [];
  };
  const none = () => expect(findings).toEqual([]);
  const button = (name: string | RegExp) => chief.page.getByRole('button', { name });
  const dialog = () => chief.page.getByRole('dialog');
  const leave = async () => {
    await chief.page.keyboard.press('Escape');
    await chief.page.locator('[role=dialog]:not([data-notice]), [role=menu]').waitFor({
      state: 'detached',
    });
  };
  /** By the palette, as everything can be. */
  const run = async (name: string) => {
    await chief.page.keyboard.press('Control+K');
    await chief.page.getByRole('combobox').fill(name);
    await chief.page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  };
  const menu = async (screen: string, opener: string | RegExp) => {
    await button(opener).first().click();
    await chief.page.getByRole('menu').waitFor();
    await look(screen);
    await leave();
  };
  const section = (name: string) =>
    chief.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  const entries = () => chief.page.locator('[data-conversation]');
  const field = () => chief.page.locator('#conversation [data-composer]');

  it('signing in', async () => {
    begin();
    const { page } = chief;
    await look('sign-in');
    await page.keyboard.press('Enter');
    await look('sign-in, empty');
    await page.getByLabel(/e-mail/i).fill(admin.email);
    await page.getByRole('textbox', { name: /^senha$/i }).fill('errada');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail ou senha').waitFor();
    await look('sign-in, wrong');
    await chief.signIn(admin);
    none();
  });

  it('of which a faulty one would be found', async () => {
    const { page } = chief;
    await page.evaluate(() => {
      const faint = document.createElement('p');
      faint.textContent = 'Quem lê isto?';
      faint.style.cssText = 'color: #777; background: #888';
      const made = document.createElement('div');
      made.id = 'faulty';
      made.append(faint, document.createElement('button'));
      document.querySelector('main')?.append(made);
    });
    const found = await seriousIn(page, 'faulty');
    await page.evaluate(() => document.querySelector('#faulty')?.remove());
    expect(found.map((one) => one.split(': <')[0]).sort()).toEqual([
      ...['faulty, dark: color-contrast', 'faulty, light: button-name'],
      'faulty, light: color-contrast',
    ]);
  });

  it('the lists', async () => {
    begin();
    const { page } = chief;
    await entries().first().waitFor();
    await look('waiting');
    await section('Meus');
    await look('mine, empty');
    await section('Todas');
    await look('all');
    await menu('filter by tag', 'Filtrar por etiqueta');
    await menu('what the list shows', /^O que a lista mostra/);
    await page.getByRole('searchbox').first().fill('zzz');
    await look('nothing found in the list');
    await page.getByRole('searchbox').first().fill('');
    await entries()
      .nth(0)
      .click({ modifiers: ['Control'] });
    await entries()
      .nth(9)
      .click({ modifiers: ['Shift'] });
    await look('several chosen');
    await menu('tags for several', 'Etiquetar os contatos');
    for (const name of [/^Encerrar \d/, /^Transferir \d/]) {
      await button(name).click();
      await dialog().waitFor();
      await look(`several: ${name.source}`);
      await leave();
    }
    await button('Escolher nenhuma').click();
    none();
  });

  it('a conversation', async () => {
    begin();
    const { page } = chief;
    const rita = phone(server, '5511955550001');
    await rita.write('Bom dia! *Posso* ir às 10h? https://clinica.example', { name: 'Rita Alves' });
    await section('Aguardando');
    await entries().filter({ hasText: 'Rita Alves' }).click();
    await field().waitFor();
    await look('who waits');
    await page.keyboard.press('Alt+S');
    await page.locator('#conversation').getByText('Com você').waitFor();
    await field().fill('Pode, sim');
    await look('held, with a draft');
    await field().press('Enter');
    await page.getByRole('log').getByText('Pode, sim').waitFor();
    await look('a message that can be taken back');
    await page.locator('input[data-attach=pictures]').setInputFiles([
      { name: 'sala.png', mimeType: 'image/png', buffer: picture },
      { name: 'mapa.png', mimeType: 'image/png', buffer: picture },
    ]);
    await page.locator('#conversation section[aria-label] img').first().waitFor();
    await look('files in the composer');
    await field().press('Enter');
    await page.getByRole('log').locator('img[src*="attachments/"]').first().waitFor();
    await look('pictures sent');
    await menu('what can be attached', 'Anexar');
    await field().fill('/');
    await page.getByRole('option').first().waitFor();
    await look('canned replies on a slash');
    await field().fill('');
    await page.keyboard.press('Alt+N');
    await page.getByRole('textbox', { name: /^Nota interna/ }).fill('Falar com @');
    await page.getByRole('option').first().waitFor();
    await look('a mention in a note');
    await page.getByRole('textbox', { name: /^Nota interna/ }).fill('ligar amanhã');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('ligar amanhã').waitFor();
    await look('a note');
    await page.keyboard.press('Escape');
    const said = page.getByRole('log').getByText('Bom dia!', { exact: false });
    await said.click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    await look('what is done with a message');
    await page.getByRole('menuitem', { name: 'Encaminhar' }).click();
    await dialog().waitFor();
    await look('forwarding');
    await leave();
    await said.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reagir' }).click();
    await dialog().waitFor();
    await look('emoji');
    await leave();
    await said.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Responder' }).click();
    await look('answering a message');
    await page.keyboard.press('Escape');
    await page.getByRole('log').locator('img[src*="attachments/"]').first().click();
    await dialog().waitFor();
    await look('viewer');
    await leave();
    await page.keyboard.press('Control+F');
    await page.getByRole('searchbox', { name: 'Buscar nesta conversa' }).fill('dia');
    await page.getByRole('search').getByRole('status').getByText('de').waitFor();
    await look('found within the conversation');
    await page.keyboard.press('Escape');
    await run('Ir para uma data da conversa');
    await dialog().waitFor();
    await look('a date to go to');
    await leave();
    await page.keyboard.press('Alt+T');
    await dialog().waitFor();
    await look('transfer');
    await leave();
    none();
  });

  it('the contact’s panel, old conversations, tabs', async () => {
    begin();
    const { page } = chief;
    await page.keyboard.press('Alt+I');
    const panel = page.locator('[data-panel]');
    await panel.getByText('Consentimento').waitFor();
    await look('panel');
    for (const n of [0, 1, 2]) {
      await panel
        .getByRole('button', { name: /^Adicionar/ })
        .nth(n)
        .click();
      await look(`panel, adding ${n}`);
      await page.keyboard.press('Escape');
    }
    await menu('tags of the contact', /Etiquetas do contato$/);
    await section('Todas');
    // Conversations of the sample have places, cards, calls, quotes, reactions and evaluations.
    for (const n of [1, 3, 5]) {
      await entries().nth(n).click();
      await page.locator('#conversation [data-message]').first().waitFor();
      await panel.getByText('Consentimento').waitFor();
      await look(`a conversation of the sample, ${n}`);
    }
    await page.locator('[role=tab][data-tab]').first().click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    await look('menu of a tab');
    await leave();
    await page.keyboard.press('Alt+I');
    none();
  });

  it('what an admin sets, and everything else that opens', async () => {
    begin();
    const { page } = chief;
    const opened = async (name: string, screen = name) => {
      await run(name);
      await dialog().waitFor();
      await page.locator('[role=dialog] [aria-busy=true]').waitFor({ state: 'detached' });
      await look(screen);
    };
    for (const name of [
      ...['Nova conversa', 'Etiquetas', 'Avaliação', 'Sessão do WhatsApp', 'Respostas prontas'],
      ...['Atalhos do teclado', 'Caixa de saída', 'Sair'],
    ]) {
      await opened(name);
      await leave();
    }
    await opened('Dados nos computadores');
    await page.getByRole('checkbox', { name: /^Apagar a cópia/ }).check();
    await page.getByRole('checkbox', { name: /^Limitar/ }).check();
    await page.getByRole('textbox', { name: /^No máximo/ }).fill('2');
    await look('data on computers, wrong');
    await page.getByRole('textbox', { name: /^No máximo/ }).fill('2000');
    await button('Salvar').click();
    await page.getByRole('button', { name: 'Ligar' }).waitFor();
    await look('data on computers, asked');
    await leave();
    await opened('Configurações');
    for (const tab of ['Conta', 'Notificações', 'Sons']) {
      await dialog().getByRole('tab', { name: tab }).click();
      await look(`settings: ${tab}`);
    }
    await leave();
    await opened('Equipes e distribuição');
    await button(/^Recepção/).click();
    await look('a team');
    for (const tab of ['Pessoas', 'Regras']) {
      await dialog().getByRole('tab', { name: tab }).click();
      await look(`teams: ${tab}`);
    }
    await leave();
    await opened('Quem faz o quê');
    await dialog().locator('[aria-expanded]:enabled').first().click();
    await look('who does what, one unfolded');
    await leave();
    await page.keyboard.press('Control+K');
    await look('palette');
    await page.getByRole('combobox').fill('zzzz');
    await look('palette, nothing found');
    await leave();
    await page.keyboard.press('Control+Shift+F');
    await look('search, empty');
    await page.getByRole('combobox').fill('consulta');
    await page.getByRole('option').first().waitFor();
    await look('search');
    await page.getByRole('combobox').fill('zzzz');
    await page
      .getByText(/Nada|Nenhum/)
      .first()
      .waitFor();
    await look('search, nothing found');
    await page.getByRole('combobox').press('Escape');
    await menu('account', /^Sua conta/);
    await button('Remover dados de exemplo').click();
    await dialog().waitFor();
    await look('removing the sample');
    await leave();
    none();
  });

  it('a call, and being away from the network', async () => {
    begin();
    const { page } = chief;
    const path = '/simulator/contacts/5511955550001/calls';
    await rest(server, null, 'POST', path, {});
    const bar = page.getByRole('group', { name: /^Chamada com Rita/ });
    await bar.waitFor();
    await look('a call that rings');
    await bar.getByRole('button', { name: /^Atender/ }).click();
    await bar.getByRole('button', { name: /^Desligar/ }).waitFor();
    await look('a call');
    await bar.getByRole('button', { name: /^Desligar/ }).click();
    await bar.waitFor({ state: 'detached' });
    await page.locator('[role=tab][data-tab]').filter({ hasText: 'Rita' }).click();
    await look('a call in the conversation');
    cable.cut();
    await page
      .getByText(/^Sem conexão/)
      .first()
      .waitFor();
    await field().fill('Escrito sem rede');
    await field().press('Enter');
    await look('offline');
    await page.locator('[data-connection]').click();
    await dialog().waitFor();
    await look('connection');
    await button('Abrir a caixa de saída').click();
    await page.getByRole('dialog', { name: 'Caixa de saída' }).waitFor();
    await look('outbox, something waits');
    await leave();
    cable.mend();
    none();
  });
});

describe.runIf(chromiumPath())('nor do those of the official API', () => {
  let graph: Graph;
  let server: Server;
  let browser: Browser;
  let chief: Console;
  beforeAll(async () => {
    graph = await openGraph();
    graph.templates.push({
      ...{ name: 'retorno', language: 'pt_BR', status: 'APPROVED', category: 'UTILITY' },
      components: [{ type: 'BODY', text: 'Olá {{1}}, seu exame de {{2}} está pronto.' }],
    });
    [server, browser] = await Promise.all([startServer({ env: graph.env }), openBrowser()]);
    chief = await openConsole(browser, { server: server.address });
    await chief.signIn(admin);
  });
  afterAll(async () => {
    await chief?.close();
    await browser?.close();
    await server?.close();
    await graph?.close();
  });

  it('templates', async () => {
    const { page } = chief;
    const findings: string[] = [];
    const look = async (screen: string) => {
      findings.push(...(await seriousIn(page, screen)));
    };
    const at = new Date(Date.now() - 30 * 3_600_000);
    const from = '5511946001234';
    await writes(server, { from, name: 'Rita Alves', id: 'wamid.IN1', text: 'meu exame?', at });
    await page.getByRole('listitem').filter({ hasText: 'Rita Alves' }).click();
    await page.getByText('Agora, só modelos aprovados').waitFor();
    await look('only templates');
    await page.getByRole('button', { name: 'Escolher modelo' }).click();
    await page.getByRole('dialog').getByText('retorno').first().waitFor();
    await look('templates');
    await page.getByRole('dialog').getByText('retorno').first().click();
    await look('a template that is filled in');
    await page.keyboard.press('Escape');
    expect(findings).toEqual([]);
  });
});
