/** Reports and overview on the screen: what they show is what REST says, and what each figure's list holds. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Overview } from '#shared/contract/overview.ts';
import type { ServicesReport } from '#shared/contract/report.ts';
import type { ServiceItem } from '#shared/contract/service-list.ts';
import type { User } from '#shared/contract/user.ts';
import { chromiumPath } from './available.ts';
import { seriousIn } from './axe.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, admin, phone, rest, type Server, signIn, startServer } from './programs.ts';

type Figure = { query: string; shown: string };

describe.runIf(chromiumPath())('the reports of the office', () => {
  let server: Server;
  let browser: Browser;
  let chief: Console;
  let page: Page;
  let token: string;
  const refused: string[] = [];
  const get = <T>(path: string) => rest<T>(server, token, 'GET', `/api/v1/${path}`);

  /** One that is finished by whom it was handed to, one that is finished and evaluated, one held, one that waits. */
  async function work(): Promise<void> {
    const people = [await addAttendant(server, 'Ana'), await addAttendant(server, 'Rui')];
    const [ana, rui] = (await Promise.all(people.map((one) => signIn(server, one)))) as [
      string,
      string,
    ];
    const { items: users } = await get<{ items: User[] }>('users');
    const ruiId = users.find(({ name }) => name === 'Rui')?.id;
    const written = async (n: number) => {
      const from = phone(server, `551194000000${n}`);
      await from.write('Bom dia', { name: `Contato ${n}` });
      const [service] = await vi.waitFor(async () => {
        const { items } = await get<{ items: ServiceItem[] }>(`services?contact=%2B${from.number}`);
        expect(items).toHaveLength(1);
        return items as [ServiceItem];
      }, 10_000);
      const act = (who: string, what: string, body?: object) =>
        rest(server, who, 'POST', `/api/v1/services/${service.id}/${what}`, body);
      return { from, service, act };
    };
    const [handedOn, evaluated, held] = [await written(1), await written(2), await written(3)];
    await written(4);
    for (const one of [handedOn, evaluated, held]) await one.act(ana, 'start');
    await handedOn.act(ana, 'messages', {
      ...{ id: '00000000-0000-7000-8000-00000000000a', kind: 'text', text: 'Olá' },
    });
    await handedOn.act(ana, 'transfer', { attendantId: ruiId });
    await handedOn.act(rui, 'finish');
    await evaluated.act(ana, 'finish');
    await vi.waitFor(async () => expect(await evaluated.from.shows()).toHaveLength(2), 10_000);
    await evaluated.from.write('4');
    await vi.waitFor(async () => {
      expect(await get(`services/${evaluated.service.id}`)).toMatchObject({
        evaluation: { score: 4 },
      });
    }, 10_000);
  }

  beforeAll(async () => {
    server = await startServer();
    token = await signIn(server, admin);
    await work();
    browser = await openBrowser();
    chief = await openConsole(browser, { server: server.address });
    await chief.signIn(admin);
    const opened = chief.page.waitForEvent('popup');
    await chief.page.getByRole('button', { name: 'Administração' }).click();
    page = await opened;
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) refused.push(line.text());
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepPicture({ ...chief, page }, `${task.name} office`);
  });
  afterAll(async () => {
    await chief?.close();
    await browser?.close();
    await server?.close();
  });

  const go = (name: string) =>
    page
      .getByRole('navigation', { name: 'Seções da administração' })
      .getByRole('button', { name })
      .click();
  const figure = (name: string) => page.locator(`[data-figure="${name}"]`).first();
  const region = (name: string) => page.getByRole('region', { name });

  /** Each count that leads to a list, as it stands on the screen. */
  const figures = (): Promise<Figure[]> =>
    page.locator('main a[href^="#/services"]').evaluateAll((links) =>
      links.flatMap((link) => {
        const shown = link.firstChild?.textContent ?? '';
        const query = (link.getAttribute('href') ?? '').split('?')[1] ?? '';
        return /^\d+$/.test(shown) ? { shown, query } : [];
      }),
    );

  async function holdAgainstLists(all: Figure[]): Promise<void> {
    const told = new Map<string, Promise<{ count: number }>>();
    for (const { query } of all) {
      if (!told.has(query)) told.set(query, get(`services/count?${query}`));
    }
    for (const { query, shown } of all) {
      expect([query, shown]).toEqual([query, String((await told.get(query))?.count)]);
    }
  }

  it('shows what REST says; every count is that of the list it opens', async () => {
    await go('Relatórios');
    await figure('finished').getByRole('link').waitFor();
    const toTable = page.getByRole('button', { name: 'Como tabela' });
    await vi.waitFor(async () => expect(await toTable.count()).toBe(4), 10_000);
    // Each is named otherwise once it is pressed.
    for (let left = 4; left > 0; left -= 1) await toTable.first().click();
    const all = await figures();
    const asked = new URLSearchParams(all[0]?.query);
    const report = await get<ServicesReport>(
      `reports/services?from=${asked.get('from')}&to=${asked.get('to')}`,
    );
    expect(report).toMatchObject({
      ...{ finished: 2, open: 3, opened: 4, openNow: 1, waitingNow: 1, openHeldBySeveral: true },
      evaluation: { asked: 2, answered: 1, mean: 4 },
    });
    for (const name of ['finished', 'open', 'opened', 'openNow', 'waitingNow'] as const) {
      expect([name, await figure(name).getByRole('link').textContent()]).toEqual([
        name,
        expect.stringMatching(new RegExp(`^${report[name]} `)),
      ]);
    }
    const row = (name: string) =>
      region('Por atendente')
        .locator(`[data-row="${name}"] td`)
        .evaluateAll((cells) => cells.map((cell) => cell.textContent?.split(' ')[0]));
    for (const one of report.perAttendant) {
      const [finished, open] = await row(one.attendant?.name ?? 'nobody');
      expect([finished, open]).toEqual([String(one.finished), String(one.open)]);
    }
    await page.getByText('soma mais que o seu total').waitFor();
    expect(await figure('meanScore').textContent()).toContain('4,0');
    expect(await figure('inbound').textContent()).toContain(String(report.volume.inbound));

    // Totals, times, people, days, scores, reasons and hours: all of them lead somewhere.
    const kinds = ['state=', 'by=started', 'by=answered', 'by=open', 'attendantId=', 'hour='];
    for (const kind of [...kinds, 'score=4', 'finishReason=attendant', 'by=created&from=']) {
      expect([kind, all.some(({ query }) => query.includes(kind))]).toEqual([kind, true]);
    }
    await holdAgainstLists(all);
    expect(await seriousIn(page, 'reports as tables')).toEqual([]);
    const toChart = page.getByRole('button', { name: 'Como gráfico' });
    for (let left = 4; left > 0; left -= 1) await toChart.first().click();
    expect(await seriousIn(page, 'reports')).toEqual([]);
  });

  it('opens the list behind a figure, and comes back to the same period', async () => {
    await page.getByRole('combobox', { name: 'Período' }).selectOption({ label: 'Últimos 7 dias' });
    await page.getByRole('checkbox', { name: 'Comparar' }).check();
    await page.getByText('Comparado com o período anterior').waitFor();
    await page.reload();
    await page.getByText('Comparado com o período anterior').waitFor();
    await page
      .getByText(/2\sa mais que antes \(0\)/)
      .first()
      .waitFor();
    const place = new URL(page.url()).hash;
    const listed = async (count: string) => {
      await page.getByRole('heading', { name: 'Atendimentos', exact: true }).waitFor();
      await page.getByRole('status').filter({ hasText: count }).waitFor();
      await page.goBack();
      await figure('finished').getByRole('link').waitFor();
      expect(new URL(page.url()).hash).toBe(place);
    };
    await figure('finished').getByRole('link').click();
    await listed('2 atendimentos');
    await region('Por atendente').locator('[data-row="Rui"] a').nth(1).click();
    await listed('1 atendimento');
    await page
      .locator('td a', { hasText: '4' })
      .filter({ hasText: /, \d\dh$/ })
      .first()
      .click();
    await listed('4 atendimentos');
  });

  it('charts are walked along by keys, and nothing is styled past the policy', async () => {
    const chart = region('Criados e encerrados por dia').locator('svg.recharts-surface').first();
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^Criados: \d+$/).waitFor();
    // The load of a week is one stop, its hours are walked to.
    const cells = region('Carga por dia da semana e hora').locator('[data-cell]');
    expect(await cells.count()).toBe(7 * 24);
    expect(await cells.and(page.locator('[tabindex="0"]')).count()).toBe(1);
    await cells.and(page.locator('[tabindex="0"]')).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-cell'))).toBe(
      '2 23',
    );
    expect(refused).toEqual([]);
  });

  it('the overview renews itself, and shows a conversation in the console', async () => {
    await go('Visão geral');
    await figure('waiting').getByRole('link').waitFor();
    await holdAgainstLists(await figures());
    await phone(server, '5511940000009').write('Alguém aí?', { name: 'Nove' });
    // Nobody presses anything.
    await figure('waiting').getByText('2').waitFor();
    const { waiting, held } = await get<Overview>('reports/now');
    const queue = region('Aguardando, os mais antigos primeiro').getByRole('button');
    await vi.waitFor(async () => expect(await queue.count()).toBe(2), 10_000);
    expect(await queue.allTextContents()).toEqual(waiting.map(({ contact }) => contact.name));
    expect(held).toMatchObject([{ open: 1 }]);
    await region('Quem está aqui').locator('[data-row="Ana"]').getByText('1 de 10').waitFor();
    expect(await seriousIn(page, 'overview')).toEqual([]);
    await queue.last().click();
    await chief.page.getByRole('tab', { name: 'Nove' }).waitFor();
  });
});
