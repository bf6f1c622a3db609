/** Reading far up in a conversation: nothing that comes or changes moves what is being read. */
import pg from 'pg';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath } from './available.ts';
import { type Cable, layCable } from './cable.ts';
import { type Console, keepPicture, openBrowser, openConsole } from './console.ts';
import { addAttendant, phone, postgresOf, rest, type Server, startServer } from './programs.ts';

const number = '5511970000001';
const many = 500;
const fresh = 120;

describe.runIf(chromiumPath())('reading', () => {
  let server: Server;
  let cable: Cable;
  let browser: Browser;
  let ana: Console;
  beforeAll(async () => {
    server = await startServer();
    cable = await layCable(server.address);
    const database = new pg.Client({ connectionString: postgresOf(server) });
    await database.connect();
    await phone(server, number).write('linha 0', { name: 'Paula' });
    await vi.waitFor(async () => {
      const { rows } = await database.query('select count(*)::int n from messages');
      expect(rows[0].n).toBe(1);
    }, 10_000);
    // Of one line to twelve: no guess at their height is right.
    await database.query(
      `insert into messages (id, conversation_id, service_id, position, direction, kind, text,
                             whatsapp_id, sent_at)
       select gen_random_uuid(), conversation_id, service_id, 1 + n, 'in', 'text',
              'linha ' || n || repeat(' e mais algumas palavras para quem lê', (n * 7919) % 23),
              'LONG' || n, sent_at - make_interval(mins => ${many} * 10) + make_interval(mins => n * 10)
       from messages, generate_series(1, ${many}) n where text = 'linha 0'`,
    );
    await database.query(
      `update conversations set last_position = ${many + 1}, settled_position = ${many + 1 - fresh}`,
    );
    await database.query('update feed set epoch = gen_random_uuid()');
    await database.end();
    browser = await openBrowser(['--disable-smooth-scrolling']);
    ana = await openConsole(browser, { server: cable.address });
    await ana.signIn(await addAttendant(server, 'Ana'));
    await ana.page.getByRole('listitem').filter({ hasText: 'Paula' }).waitFor();
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPicture(ana, task.name);
  });
  afterAll(async () => {
    await browser?.close();
    await ana?.close();
    await cable?.close();
    await server?.close();
  });

  const log = () => ana.page.getByRole('log');
  const divider = () => log().locator('[data-unread]');
  const sendPicture = async (to: string, id: string, bytes: Buffer) => {
    const form = new FormData();
    form.set('id', id);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'foto.png');
    const path = `/simulator/contacts/${to}/messages`;
    const answer = await fetch(`${server.address}${path}`, { method: 'POST', body: form });
    expect(answer.status).toBeLessThan(300);
  };
  const write = (text: string) => phone(server, number).write(text);

  it('opens where what is new begins, and says how much it is', async () => {
    await ana.page.getByRole('listitem').filter({ hasText: 'Paula' }).click();
    await divider().getByText(`${fresh} mensagens novas`).waitFor();
    const { top = 0, height = 0 } = await boxOf(divider());
    const view = await boxOf(log());
    expect(top).toBeGreaterThanOrEqual(view.top);
    expect(top + height).toBeLessThan(view.top + view.height / 2);
    // Arriving messages move nothing here, and the pill says them.
    const stood = await standing(ana.page);
    for (let n = 0; n < 3; n += 1) await write(`recém-chegada ${n}`);
    await ana.page.getByRole('button', { name: '3 mensagens novas' }).waitFor();
    expect(await moved(ana.page, stood)).toBeLessThanOrEqual(1);
    await ana.page.getByRole('button', { name: '3 mensagens novas' }).click();
    await log().getByText('recém-chegada 2').waitFor();
    // Read to the end, it stays until the conversation is left.
    // Two ways, one right after the other: the last one is the one that counts, for good.
    await ana.page.keyboard.press('Alt+PageUp');
    await ana.page.keyboard.press('Alt+PageDown');
    const badge = ana.page.getByRole('listitem').getByText(/^\d+$/);
    await badge.first().waitFor({ state: 'hidden' });
    await ana.page.keyboard.press('Alt+w');
    await ana.page.getByRole('listitem').filter({ hasText: 'Paula' }).click();
    await log().getByText('recém-chegada 2').waitFor();
    expect(await divider().count()).toBe(0);
  });

  it('scrolled up through page after page while messages arrive, what is read moves by the hand alone', async () => {
    const { page } = ana;
    await log().hover();
    const frames = await page.evaluateHandle(watchFrames);
    const steps = 90;
    for (let n = 0; n < steps; n += 1) {
      await page.mouse.wheel(0, -240);
      // Not before the end is left: what comes while one looks there is no news.
      if (n % 4 === 3) await write(`durante ${n}`);
      await painted(page);
    }
    const seen = await frames.evaluate((all) => all);
    const { strayed, by, drawn } = strayOf(seen);
    expect(by).toBe(steps * 240);
    expect(drawn).toBeGreaterThan(steps);
    expect(strayed).toBeLessThanOrEqual(2);
    await page.getByRole('button', { name: '22 mensagens novas' }).waitFor();
  });

  it('what is edited, what loads and other widths move nothing that is read', async () => {
    const { page } = ana;
    const rui = phone(server, '5511970000002');
    await rui.write('E0 oi', { name: 'Rui', id: 'E0' });
    const bytes = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 420 } });
    await sendPicture(rui.number, 'E1', bytes);
    for (let n = 2; n < 45; n += 1) {
      await rui.write(`E${n} ${'umas palavras a mais, '.repeat((n * 7) % 11)}`, { id: `E${n}` });
    }
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Rui' })
      .getByText('45', { exact: true })
      .waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Rui' }).click();
    await divider().getByText('45 mensagens novas').waitFor();
    await log().hover();
    const scrolled = () => log().evaluate((one) => one.scrollTop);
    const from = await scrolled();
    await page.mouse.wheel(0, 700);
    // All of the way: what is measured before would be of another place.
    await vi.waitFor(async () => {
      expect(await scrolled()).toBeGreaterThan(from + 500);
      const once = await standing(page);
      await painted(page);
      expect(await standing(page)).toEqual(once);
    });
    const edit = (id: string, text: string) =>
      rest(server, null, 'PATCH', `/simulator/contacts/${rui.number}/messages/${id}`, { text });

    let stood = await standing(page);
    await edit('E44', `E44 depois ${'de outro tamanho '.repeat(60)}`);
    await edit('E0', `E0 antes ${'de outro tamanho '.repeat(60)}`);
    await sendPicture(rui.number, 'E45', bytes);
    await log().getByText('E44 depois').waitFor({ state: 'attached' });
    await log().getByText('E0 antes').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: '1 mensagem nova' }).waitFor();
    expect(await moved(page, stood)).toBeLessThanOrEqual(1);

    // The first of what is in sight: with another width those after it have another height.
    const first = async () => (await standing(page)).slice(0, 1);
    for (const change of [
      () => page.keyboard.press('Alt+i'),
      () => page.keyboard.press('Alt+i'),
      () => page.setViewportSize({ width: 900, height: 600 }),
      () => page.setViewportSize({ width: 1_280, height: 800 }),
    ]) {
      stood = await first();
      const { width } = await boxOf(log());
      await change();
      await vi.waitFor(async () => expect((await boxOf(log())).width).not.toBe(width));
      expect(await moved(page, stood)).toBeLessThanOrEqual(2);
    }

    // Who answers has seen what was new, and looks at what they wrote.
    expect(await divider().count()).toBe(1);
    await page.keyboard.press('Alt+m');
    await page.keyboard.type('respondido');
    await page.keyboard.press('Enter');
    await log().getByText('respondido').waitFor();
    await vi.waitFor(async () => {
      expect(await log().evaluate((one) => one.scrollTop)).toBe(0);
      expect(await divider().count()).toBe(0);
    });
  });
});

type Box = { top: number; height: number; width: number };
const boxOf = (at: Locator): Promise<Box> =>
  at.evaluate((element) => {
    const { top, height, width } = element.getBoundingClientRect();
    return { top, height, width };
  });

/** Where each message in sight stands, in pixels from the window's top. */
function standing(page: Page): Promise<[string, number][]> {
  return page.getByRole('log').evaluate((log) => {
    const view = log.getBoundingClientRect();
    return [...log.querySelectorAll<HTMLElement>('[data-message]')].flatMap((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      const inside = bottom > view.top + 8 && top < view.bottom;
      return inside ? [[one.dataset.message ?? '', top] as [string, number]] : [];
    });
  });
}
/** What is laid out now is on the screen. */
const painted = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
/** The farthest that any of them is from there now. */
async function moved(page: Page, before: [string, number][]): Promise<number> {
  await painted(page);
  const now = new Map(await standing(page));
  const both = before.filter(([id]) => now.has(id));
  expect(both.length).toBeGreaterThan(0);
  return Math.max(...both.map(([id, top]) => Math.abs((now.get(id) ?? 0) - top)));
}

type Frame = { wheel: number; tops: [string, number][] };
/** In the page: what each frame shows, and how far the wheel was turned before it. */
function watchFrames(): Frame[] {
  const log = document.querySelector('[role=log]') as HTMLElement;
  const frames: Frame[] = [];
  let wheel = 0;
  log.addEventListener('wheel', ({ deltaY }) => {
    wheel += deltaY;
  });
  const look = () => {
    const view = log.getBoundingClientRect();
    const tops = [...log.querySelectorAll<HTMLElement>('[data-message]')].flatMap((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      const inside = bottom > view.top && top < view.bottom;
      return inside ? [[one.dataset.message ?? '', top] as [string, number]] : [];
    });
    frames.push({ wheel, tops });
    wheel = 0;
    requestAnimationFrame(look);
  };
  look();
  return frames;
}
/**
 * How far anything in sight ever was from where the wheel alone would have it (a turn may show one
 * frame later), and how far the wheel was turned in all.
 */
function strayOf(frames: Frame[]): { strayed: number; by: number; drawn: number } {
  let strayed = 0;
  let owed = 0;
  let by = 0;
  let drawn = 0;
  for (const [n, { wheel, tops }] of frames.entries()) {
    owed -= wheel;
    by -= wheel;
    const before = new Map(frames[n - 1]?.tops);
    const steps = tops.flatMap(([id, top]) => {
      const was = before.get(id);
      return was === undefined ? [] : top - was;
    });
    if (n === 0) continue;
    // Nothing of what was in sight is: that is a jump, too.
    if (steps.length === 0) return { strayed: Number.POSITIVE_INFINITY, by, drawn };
    drawn += 1;
    const [first = 0] = steps;
    const late = steps.every((step) => Math.abs(step) < 1.5);
    if (late) continue;
    strayed = Math.max(strayed, ...steps.map((step) => Math.abs(step - owed)));
    owed = Math.abs(first - owed) <= 2 ? 0 : owed - first;
  }
  return { strayed, by, drawn };
}
