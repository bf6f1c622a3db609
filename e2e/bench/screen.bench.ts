/** What a person sees, in a real browser: the row that appears, the opening, the switching of tabs. */
import type { Page } from 'playwright-core';
import { openBrowser, openConsole } from '../console.ts';
import { addAttendant, phone, signIn, startServer } from '../programs.ts';
import { contactsWrite } from './contacts-write.ts';
import { below, figure, quantile } from './figures.ts';
import { fillWorkspace } from './workspace.ts';

const manyConversations = 2_000;
const messagesEach = 50;

/** Notes when each text of the load first stands in the page, by the shared clock. */
async function watchTexts(page: Page, tag: string): Promise<void> {
  await page.evaluate((wanted) => {
    const seen = new Map<string, number>();
    Object.assign(window, { seenTexts: seen });
    const look = (node: Node) => {
      for (const [text] of (node.textContent ?? '').matchAll(new RegExp(`${wanted} \\d+`, 'g'))) {
        if (!seen.has(text)) seen.set(text, performance.timeOrigin + performance.now());
      }
    };
    new MutationObserver((records) => {
      for (const { addedNodes, target, type } of records) {
        if (type === 'characterData') look(target);
        for (const node of addedNodes) look(node);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, tag);
}

const seenTexts = (page: Page): Promise<[string, number][]> =>
  page.evaluate(() => [...(window as unknown as { seenTexts: Map<string, number> }).seenTexts]);

const server = await startServer();
const browser = await openBrowser();
const desk = await openConsole(browser, { server: server.address });
try {
  const ana = await addAttendant(server, 'Ana');
  await signIn(server, ana);
  await desk.signIn(ana);
  const { page } = desk;
  const rows = () => desk.page.getByRole('listitem');

  // One conversation in front, forty messages a second in it.
  await phone(server, '5511980000000').write('oi', { name: 'Bruna' });
  await rows().filter({ hasText: 'Bruna' }).click();
  await page.getByRole('log').getByText('oi', { exact: true }).waitFor();
  await watchTexts(page, 'row');
  const load = contactsWrite(server.address, {
    perSecond: 40,
    seconds: 20,
    contacts: 1,
    tag: 'row',
  });
  await load.done;
  await page
    .getByRole('log')
    .getByText(`row ${40 * 20 - 1}`, { exact: true })
    .waitFor();
  const seen = new Map(await seenTexts(page));
  // A row that a burst pushed past the window was there when the one after it was.
  let after = Number.POSITIVE_INFINITY;
  const took = [...load.sentAt]
    .slice(80)
    .reverse()
    .map(([text, at]) => {
      after = seen.get(text) ?? after;
      return after - at;
    });
  below('40 messages/s: phone to rendered row, p50', quantile(took, 0.5), 'ms', 40);
  below('40 messages/s: phone to rendered row, p99', quantile(took, 0.99), 'ms', 120);

  // A long history; then the server is gone and the console opens from what it has.
  await fillWorkspace(server, manyConversations, messagesEach);
  await server.kill();
  await server.start();
  await page.getByText('Conectado', { exact: true }).waitFor({ timeout: 60_000 });
  // Bruna waits, too.
  await page
    .getByRole('tab', { name: new RegExp(`${manyConversations + 1}`) })
    .first()
    .waitFor({ timeout: 60_000 });
  await server.kill();
  await desk.restart();
  await rows().first().waitFor();
  const opened = await desk.page.evaluate(() => performance.now());
  figure(
    '100,000 messages cached, server away: navigation to the first screen, seen from outside',
    opened,
    'ms',
  );
  await desk.page.reload();
  const started = performance.now();
  await desk.page.getByRole('listitem').first().waitFor();
  below(
    '100,000 messages cached, server away: reload to the first screen',
    performance.now() - started,
    'ms',
    1_000,
  );

  // Eight tabs, switched back and forth.
  for (let n = 0; n < 8; n += 1) {
    await rows()
      .filter({ hasText: /Contato \d/ })
      .nth(n)
      .click();
    await desk.page.getByRole('log').waitFor();
  }
  const switches = await desk.page.evaluate(async () => {
    const strip = [...document.querySelectorAll<HTMLElement>('[data-tab]')].slice(-8);
    const samples: number[] = [];
    for (let n = 0; n < 80; n += 1) {
      const tab = strip[n % strip.length];
      // The texts of a conversation name it.
      const wanted = /\d+/.exec(tab?.textContent ?? '')?.[0];
      const begun = performance.now();
      tab?.click();
      for (;;) {
        const log = document.querySelector('#conversation [role=log]');
        if (log?.textContent?.includes(`do contato ${wanted},`)) break;
        await new Promise(requestAnimationFrame);
        if (performance.now() - begun > 10_000) throw new Error(`tab ${wanted} shows nothing`);
      }
      // What is in the page now is on the screen with this frame.
      await new Promise(requestAnimationFrame);
      samples.push(performance.now() - begun);
    }
    return samples;
  });
  figure('switching tabs, p50', quantile(switches, 0.5), 'ms');
  below('switching tabs, p95', quantile(switches, 0.95), 'ms', 50);
} finally {
  await desk.close();
  await browser.close();
  await server.close();
}
