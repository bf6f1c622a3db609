/** Going to what is far up: a quoted message, a day; with the server, without it, and with one that goes away on the way. */
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, phone, postgresOf, type Server, startServer } from './programs.ts';

const number = '5511970000003';
const many = 700;
const hours = 3;
const now = Date.now();
/** When the nth was sent: eight a day, up to now. */
const sentAt = (n: number) => new Date(now - (many - n) * hours * 3_600_000);
/** A day so long ago by this machine's calendar, and the first message of it. */
function dayAgo(days: number) {
  const today = new Date(now);
  const from = new Date(today.getFullYear(), today.getMonth(), today.getDate() - days);
  let first = 0;
  while (sentAt(first) < from) first += 1;
  return { from, first };
}

describe.runIf(chromiumPath())('a way to what is far up', () => {
  let server: Server;
  let cable: Cable;
  let browser: Browser;
  let ana: Console;
  let bia: Console;
  let shown: Console;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    await phone(server, number).write('linha 0', { name: 'Paula' });
    const database = new pg.Client({ connectionString: postgresOf(server) });
    await database.connect();
    await vi.waitFor(async () => {
      const { rows } = await database.query('select count(*)::int n from messages');
      expect(rows[0].n).toBe(1);
    }, 10_000);
    await database.query('update messages set sent_at = $1', [sentAt(0)]);
    await database.query(
      `insert into messages (id, conversation_id, service_id, position, direction, kind, text,
                             whatsapp_id, sent_at)
       select gen_random_uuid(), conversation_id, service_id, 1 + n, 'in', 'text',
              'linha ' || n || repeat(' e mais algumas palavras', (n * 7919) % 9),
              'LONG' || n, sent_at + make_interval(hours => n * ${hours})
       from messages, generate_series(1, ${many}) n where text = 'linha 0'`,
    );
    await database.query(
      `update messages m set quote = jsonb_build_object('messageId', q.id, 'direction', 'in',
                                       'kind', 'text', 'text', left(q.text, 20))
       from messages q where m.position = ${many + 1} and q.position = 11`,
    );
    await database.query(
      `update conversations set last_position = ${many + 1}, settled_position = ${many + 1}`,
    );
    await database.query('update feed set epoch = gen_random_uuid()');
    await database.end();
    browser = await openBrowser();
    ana = await openConsole(browser, { server: server.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
    bia = await openConsole(browser, { server: cable.address });
    await bia.signIn(await addAttendant(server, 'Bia'));
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(shown, task.name);
  });
  afterAll(async () => {
    await browser?.close();
    await ana?.close();
    await bia?.close();
    await cable?.close();
    await server?.close();
  });

  const log = () => shown.page.getByRole('log');
  const said = () => log().locator('xpath=preceding-sibling::*[@role="status"]');
  const lit = (n: number) =>
    log()
      .locator('[data-pointed]')
      .getByText(new RegExp(`^linha ${n}( |$)`));
  const open = async (console: Console) => {
    shown = console;
    await shown.page.getByRole('listitem').filter({ hasText: 'Paula' }).click();
    await log()
      .getByText(new RegExp(`^linha ${many} `))
      .waitFor();
  };
  const quote = () => log().getByTitle('Ir para a mensagem respondida');
  const atEnd = () =>
    vi.waitFor(async () => expect(await log().evaluate((one) => one.scrollTop)).toBe(0));
  const write = ({ from }: { from: Date }) =>
    `${from.getDate()}/${from.getMonth() + 1}/${from.getFullYear()}`;
  const goTo = async (text: string) => {
    await shown.page.keyboard.press('Alt+g');
    await shown.page.getByRole('textbox', { name: 'Data', exact: true }).fill(text);
    await shown.page.keyboard.press('Enter');
  };

  it('a quote leads to its message, however far up, and back again', async () => {
    await open(ana);
    await quote().click();
    await lit(10).waitFor();
    await shown.page.getByRole('button', { name: 'Voltar para onde eu estava' }).waitFor();
    await shown.page.keyboard.press('Alt+b');
    await atEnd();
  });

  it('a day leads to its first message, by the keyboard and by a line between two days', async () => {
    const day = dayAgo(40);
    await goTo(write(day));
    await lit(day.first).waitFor();
    expect(await said().textContent()).toBe('');
    // The line of that day stands over it.
    const [line, message, view] = await Promise.all([
      log()
        .locator('[data-row^="day "]')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom)),
      lit(day.first).evaluate((one) => one.getBoundingClientRect().top),
      log().evaluate((one) => one.getBoundingClientRect().top),
    ]);
    expect(line.some((bottom) => bottom > view && bottom < message)).toBe(true);

    await goTo('1/2/1999');
    await lit(0).waitFor();
    await said().getByText('Nenhuma mensagem em 1 de fevereiro de 1999').waitFor();
    await log().locator('[data-row^="day "]').nth(1).getByRole('button').click();
    await shown.page.getByRole('dialog', { name: 'Ir para uma data' }).waitFor();
    // The day is marked in the calendar; the arrows lead on from it.
    await shown.page.keyboard.press('ArrowRight');
    await shown.page.keyboard.press('Enter');
    const first = dayAgo(Math.floor((many * hours) / 24)).from;
    const third = [88, 87, 86, 85, 84]
      .map(dayAgo)
      .filter(({ from }) => from > first)
      .map((one) => one.first);
    await vi.waitFor(async () => {
      const text = (await log().locator('[data-pointed]').textContent()) ?? '';
      expect(third).toContain(Number(/linha (\d+)/.exec(text)?.[1]));
    });
    await shown.page.keyboard.press('Alt+PageDown');
    await atEnd();
  });

  it('offline it says what is not on this machine, and goes to what is', async () => {
    await open(bia);
    cable.cut();
    await shown.page.getByText('Sem conexão', { exact: false }).first().waitFor();
    await quote().click();
    await said().getByText('esta mensagem não está neste computador', { exact: false }).waitFor();
    await atEnd();
    const day = dayAgo(5);
    await goTo(write(day));
    await lit(day.first).waitFor();
    await goTo(write(dayAgo(60)));
    await said().getByText('podem não estar neste computador', { exact: false }).waitFor();
    const above = log().getByText('as mensagens mais antigas não estão neste computador', {
      exact: false,
    });
    await above.waitFor();
    // With the server the older ones come by themselves.
    cable.mend();
    await above.waitFor({ state: 'detached' });
  });

  it('with a server that goes away on the way it says so, and leads there once it is back', async () => {
    await shown.page.getByText('Conectado', { exact: true }).waitFor();
    await shown.page.keyboard.press('Alt+PageDown');
    await atEnd();
    await quote().click();
    cable.cut();
    await vi.waitFor(async () => {
      const there = (await lit(10).count()) > 0;
      const told = /não respondeu|não está neste/.test((await said().textContent()) ?? '');
      expect(there || told).toBe(true);
    }, 15_000);
    cable.mend();
    await shown.page.getByText('Conectado', { exact: true }).waitFor();
    await shown.page.keyboard.press('Alt+PageDown');
    await atEnd();
    await quote().click();
    await lit(10).waitFor();
  });
});
