/** The services of the office: narrowed, kept as views, opened, and taken out as files, in both hosts. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ServiceItem } from '#shared/contract/service-list.ts';
import { type App, openApp } from './app.ts';
import { chromiumPath } from './available.ts';
import { seriousIn } from './axe.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

type AtDesk = { desk: Desk };

describe.runIf(chromiumPath())('the services of the office', () => {
  let server: Server;
  let browser: Browser;
  let chief: Console;
  let app: App;
  let token: string;
  let page: Page;
  const refused: string[] = [];
  const list = (query = '') =>
    rest<{ items: ServiceItem[] }>(server, token, 'GET', `/api/v1/services?limit=200${query}`);

  beforeAll(async () => {
    server = await startServer();
    token = await signIn(server, admin);
    const ana = await signIn(server, await addAttendant(server, 'Ana'));
    for (const n of [1, 2, 3, 4]) {
      await phone(server, `551196000000${n}`).write(`Bom dia, aqui fala ${n} 😊`, {
        name: `Contato ${n}`,
      });
    }
    await vi.waitFor(async () => expect((await list()).items).toHaveLength(4), 10_000);
    const [last] = (await list('&contact=%2B5511960000004')).items;
    const act = (what: string, body?: object) =>
      rest(server, ana, 'POST', `/api/v1/services/${last?.id}/${what}`, body);
    await act('start');
    await act('messages', {
      ...{ id: '00000000-0000-7000-8000-00000000000a', kind: 'text', text: 'Já respondo, ação!' },
    });
    await act('finish');
    browser = await openBrowser();
    [chief, app] = await Promise.all([
      openConsole(browser, { server: server.address }),
      openApp({ server: server.address }),
    ]);
    await Promise.all([chief.signIn(admin), app.signIn(admin)]);
    const opened = chief.page.waitForEvent('popup');
    await chief.page.getByRole('button', { name: 'Administração' }).click();
    page = await opened;
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) refused.push(line.text());
    });
    await openServices(page);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture({ ...chief, page }, `${task.name} office`);
    await keepPicture(app, `${task.name} app`);
  });
  afterAll(async () => {
    await Promise.all([chief?.close(), app?.close()]);
    await browser?.close();
    await server?.close();
  });

  const openServices = async (on: Page) => {
    await on
      .getByRole('navigation', { name: 'Seções da administração' })
      .getByRole('button', { name: 'Atendimentos' })
      .click();
    await on.getByText('4 atendimentos', { exact: true }).waitFor();
  };
  const rows = (on: Page) => on.getByRole('table', { name: 'Atendimentos' }).locator('tbody tr');
  const menu = async (on: Page, button: string | RegExp, item: string | RegExp) => {
    await on.getByRole('button', { name: button }).click();
    await on.getByRole('menuitem', { name: item }).click();
  };
  async function downloaded(
    begin: () => Promise<void>,
  ): Promise<{ download: Download; bytes: Buffer }> {
    const [download] = await Promise.all([page.waitForEvent('download'), begin()]);
    return { download, bytes: readFileSync(await download.path()) };
  }

  it('narrows the list, says it in the address, and keeps it as a view', async () => {
    expect(await rows(page).count()).toBe(4);
    await page.getByLabel('Situação').selectOption('finished');
    await page.getByText('1 atendimento', { exact: true }).waitFor();
    expect(await rows(page).textContent()).toContain('Contato 4');
    expect(new URL(page.url()).hash).toBe('#/services?state=finished');
    await menu(page, /^Visões/, /nova visão/);
    await page.getByRole('dialog').getByLabel('Nome').fill('Prontos');
    await page.getByRole('button', { name: 'Salvar' }).click();
    await page.getByRole('button', { name: 'Visão: Prontos' }).waitFor();
    await page.getByRole('button', { name: 'Remover filtro: Situação: Encerrado' }).click();
    await page.getByText('4 atendimentos', { exact: true }).waitFor();
    await page.getByLabel('Nome, número ou palavras das mensagens').fill('zebra');
    await page.getByText('Nenhum atendimento com estes filtros').waitFor();
    expect(await seriousIn(page, 'no services')).toEqual([]);
    await page.getByRole('button', { name: 'Limpar filtros' }).last().click();
    await page.getByText('4 atendimentos', { exact: true }).waitFor();
    await menu(page, /^Visões/, 'Prontos');
    await page.getByText('1 atendimento', { exact: true }).waitFor();
    await menu(page, 'Visão: Prontos', /Excluir/);
    await page.getByRole('button', { name: 'Excluir visão' }).click();
    await page.getByRole('button', { name: /^Visões/ }).waitFor();
    await page.getByRole('button', { name: 'Limpar filtros' }).click();
    await page.getByText('4 atendimentos', { exact: true }).waitFor();
    expect(await seriousIn(page, 'services')).toEqual([]);
  });

  it('opens one by the keyboard, says all of it, and comes back to its row', async () => {
    await rows(page).first().getByRole('button').focus();
    const [newest] = (await list()).items;
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: newest?.contact.name ?? '' }).waitFor();
    await page.getByText(`aqui fala ${newest?.contact.name?.at(-1)}`).waitFor();
    await page.getByText('O contato escreveu').waitFor();
    expect(await seriousIn(page, 'service')).toEqual([]);
    await page.getByRole('button', { name: 'Abrir no console' }).click();
    await page.getByText('Está aberta na janela do console.').waitFor();
    await chief.page.getByRole('log', { name: new RegExp(newest?.contact.name ?? '') }).waitFor();
    await page.goBack();
    await vi.waitFor(async () =>
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        newest?.contact.name,
      ),
    );
  });

  it('goes out as CSV and XLSX, with the rows of the list and no token in an address', async () => {
    const ids = (await list()).items.map(({ id }) => id);
    const csv = await downloaded(() => menu(page, 'Exportar', 'CSV'));
    expect(csv.download.suggestedFilename()).toMatch(/^atendimentos_\d{4}-\d\d-\d\d\.csv$/);
    expect(new URL(csv.download.url()).pathname).toMatch(/^\/savings\/[0-9a-f-]{36}$/);
    expect(new URL(csv.download.url()).search).toBe('');
    const [head, ...body] = parseCsv(csv.bytes.toString(), { delimiter: ';' });
    expect(head).toContain('Contato');
    expect(body.map(([id]) => id)).toEqual(ids);
    await page.getByText('Salvo.').waitFor();
    await page.getByLabel('Situação').selectOption('waiting');
    await page.getByText('3 atendimentos', { exact: true }).waitFor();
    const { bytes } = await downloaded(() => menu(page, 'Exportar', /XLSX/));
    const { sheets } = await readXlsx(bytes);
    const waiting = (await list('&state=waiting')).items.map(({ id }) => id);
    expect(sheets[0]?.rows.slice(1).map(([id]) => id)).toEqual(waiting);
    // The link is good for once.
    const again = await page.evaluate(
      async (address) => (await fetch(address)).status,
      csv.download.url(),
    );
    expect(again).toBe(404);
    await page.getByRole('button', { name: 'Limpar filtros' }).click();
  });

  it('has a transcript to read and print', async () => {
    await rows(page).filter({ hasText: 'Contato 4' }).click();
    const { download, bytes } = await downloaded(() => menu(page, /Transcrição/, /Sem notas/));
    expect(download.suggestedFilename()).toMatch(/^atendimento Contato 4 .*\.pdf$/);
    const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
    const { items } = await (await document.getPage(1)).getTextContent();
    const said = items.map((item) => ('str' in item ? item.str : '')).join('');
    for (const words of ['Contato 4', 'Já respondo, ação!', 'Ana encerrou', 'aqui fala 4']) {
      expect(said).toContain(words);
    }
    await document.loadingTask.destroy();
    expect(refused).toEqual([]);
  });

  it('in the installed app it goes where the person says, whole or not at all', async () => {
    const windows = () => app.electron().windows();
    await app.page.getByRole('button', { name: 'Administração' }).click();
    await vi.waitFor(() => expect(windows()).toHaveLength(2), { timeout: 15_000 });
    const office = windows().find((one) => one !== app.page) as Page;
    await openServices(office);
    const folder = join(app.folder, 'out');
    mkdirSync(folder);
    const place = join(folder, 'lista.csv');
    writeFileSync(place, 'of yesterday');
    const saveTo = (path: string | null) =>
      app.electron().evaluate(({ dialog }, to) => {
        dialog.showSaveDialog = async () => ({ canceled: to === null, filePath: to ?? '' });
      }, path);
    await saveTo(null);
    await menu(office, 'Exportar', 'CSV');
    await saveTo(join(folder, 'gone', 'lista.csv'));
    await menu(office, 'Exportar', 'CSV');
    await office.getByText(/não é possível gravar ali/).waitFor();
    expect(readdirSync(folder)).toEqual(['lista.csv']);
    await saveTo(place);
    await menu(office, 'Exportar', 'CSV');
    await office.getByText('Salvo.').waitFor();
    const [, ...body] = parseCsv(readFileSync(place, 'utf8'), { delimiter: ';' });
    expect(body.map(([id]) => id)).toEqual((await list()).items.map(({ id }) => id));
    expect(readdirSync(folder)).toEqual(['lista.csv']);
    // Behind the screen, too: nothing of it is a page's own to ask for.
    const asked = await office.evaluate(() =>
      (window as unknown as AtDesk).desk.call('beginSaving', {
        ...{ savingId: 'x', name: 'a', what: { kind: 'attachment', attachmentId: '../x' } },
      }),
    );
    expect(asked).toMatchObject({ ok: false, code: 'invalid' });
    expect(existsSync(join(folder, 'gone'))).toBe(false);
  });
});
