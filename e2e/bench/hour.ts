/** An hour's work in two minutes: what an attendant does in one, only without the pauses. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { conversations, nameOf, phoneOf } from './long-history.ts';

export type Memory = {
  /** What the page's scripts hold after a collection, in MB. */
  heap: number;
  /** What its process has for itself (anonymous memory, as Chrome's own "memory footprint"), in MB. */
  process: number;
};

const rounds = 12;
/** In each: conversations looked at, answers sent, searches. */
const each = { switches: 50, sent: 17, searches: 8 };

/** The renderer with the largest footprint is the console's: there is no other page. */
async function footprint(browser: Browser): Promise<number> {
  const protocol = await browser.newBrowserCDPSession();
  const { processInfo } = await protocol.send('SystemInfo.getProcessInfo');
  await protocol.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
      return (of('RssAnon') + of('VmSwap')) / 1024;
    });
  return Math.max(...sizes);
}

export async function memoryOf(browser: Browser, page: Page): Promise<Memory> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('HeapProfiler.enable');
  // The first one frees what waits for finalisers.
  for (let n = 0; n < 2; n += 1) await protocol.send('HeapProfiler.collectGarbage');
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  await protocol.detach();
  return { heap: usedSize / 1024 / 1024, process: await footprint(browser) };
}

/** Memory after each twelfth of the hour. */
export async function workAnHour(browser: Browser, page: Page): Promise<Memory[]> {
  const samples: Memory[] = [];
  await page.getByRole('tab', { name: /^Todas/ }).click();
  for (let round = 0; round < rounds; round += 1) {
    await workAWhile(page, round);
    samples.push(await memoryOf(browser, page));
  }
  return samples;
}

async function workAWhile(page: Page, round: number): Promise<void> {
  const filter = page.locator('[data-filter]');
  const composer = page.locator('#conversation [data-composer]');
  for (let n = 0; n < each.switches; n += 1) {
    const nth = round * each.switches + n;
    if (nth % 3 === 0) {
      // One of the whole list, by its number, in a tab of its own; one that stood long is closed.
      const one = (nth * 7_919) % conversations;
      const name = nameOf(one);
      await filter.fill(phoneOf(one));
      await page
        .getByRole('listitem')
        .filter({ has: page.getByText(name, { exact: true }) })
        .click();
      await filter.fill('');
      if (nth % 6 === 0) await page.locator('[data-testid=close-tab]').first().click();
    } else {
      const tabs = page.locator('[data-tab]');
      await tabs.nth(nth % (await tabs.count())).click();
    }
    await page.locator('#conversation [role=log] [data-message]').last().waitFor();
    if (n % 3 === 0 && n / 3 < each.sent && (await composer.count()) === 1) {
      await composer.fill(`resposta ${nth}`);
      await composer.press('Enter');
    }
    if (n % 6 === 0 && n / 6 < each.searches) {
      await page.keyboard.press('Control+Shift+F');
      await page.locator('[data-search]').pressSequentially('bom dia');
      await page.locator('#search-results [role=option]').first().waitFor();
      await page.keyboard.press('Escape');
      await filter.waitFor();
    }
  }
}
