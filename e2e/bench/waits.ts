/** What a person waits for in the page, from what they do to the frame in which the answer stands. */
import type { Page } from 'playwright-core';

/** Milliseconds of each switch to a tab, any of those that are open, in no order. */
export function tabSwitches(page: Page, times: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const painted = () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        requestAnimationFrame(() => port2.postMessage(null));
      });
    const strip = [...document.querySelectorAll<HTMLElement>('[data-tab]')];
    const samples: number[] = [];
    let last: HTMLElement | null = null;
    for (let n = 0; n < count; n += 1) {
      const others = strip.filter((tab) => tab !== last);
      const tab = others[Math.floor(Math.random() * others.length)];
      const name = tab?.querySelector('bdi')?.textContent;
      const begun = performance.now();
      tab?.click();
      for (;;) {
        const front = document.querySelector('#conversation');
        const its = front?.querySelector('h2')?.textContent?.includes(name ?? '');
        if (its && front?.querySelector('[role=log] [data-message]')) break;
        await new Promise(requestAnimationFrame);
        if (performance.now() - begun > 10_000) throw new Error(`tab ${name} shows nothing`);
      }
      await painted();
      samples.push(performance.now() - begun);
      last = tab ?? null;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return samples;
  }, times);
}

/** Milliseconds from each key in the search's field to the frame with what was found for it. */
export async function searches(page: Page, texts: readonly string[]): Promise<number[]> {
  await page.evaluate(() => {
    const samples: number[] = [];
    Object.assign(window, { samples });
    const panel = document.querySelector('[data-search]')?.closest('section');
    if (!panel) throw new Error('there is no search');
    let begun = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => samples.push(performance.now() - data);
    panel.addEventListener('keydown', ({ timeStamp }) => {
      begun = timeStamp;
    });
    new MutationObserver(() => {
      // Said when an answer is there, and not before.
      if (begun === 0 || !panel.querySelector('[role=status] .out-of-sight')) return;
      const since = begun;
      begun = 0;
      requestAnimationFrame(() => port2.postMessage(since));
    }).observe(panel, { childList: true, subtree: true, characterData: true });
  });
  const field = page.locator('[data-search]');
  let typed = 0;
  for (const text of texts) {
    await field.fill('');
    for (const letter of text) {
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      typed += 1;
      await page.waitForFunction(
        (count) => (window as unknown as { samples: number[] }).samples.length >= count,
        typed,
      );
    }
  }
  return page.evaluate(() => (window as unknown as { samples: number[] }).samples);
}
