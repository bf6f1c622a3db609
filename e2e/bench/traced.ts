/**
 * From a key to the screen, by Chrome's own trace: `EventLatency` runs from the moment at which the
 * key reached the browser to the moment at which the frame with what it did was presented. (The page's
 * own Event Timing counts in steps of 8 ms, and ends before the frame is drawn.)
 */
import type { Browser, Page } from 'playwright-core';

type TraceEvent = {
  name: string;
  ph: string;
  ts: number;
  pid: number;
  tid: number;
  id2?: { local?: string; global?: string };
  args: { event_latency?: { event_type?: string } };
};

/** Milliseconds of each key that changed something on the screen while `work` ran. */
export async function keysToScreen(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<number[]> {
  await page.bringToFront();
  await browser.startTracing(page, { categories: ['-*', 'input'] });
  let trace: Buffer;
  try {
    await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(String(trace)) as { traceEvents: TraceEvent[] };
  const begun = new Map<string, TraceEvent>();
  const took: number[] = [];
  const latencies = traceEvents
    .filter(({ name }) => name === 'EventLatency')
    .sort((a, b) => a.ts - b.ts);
  for (const event of latencies) {
    const id = `${event.pid} ${event.tid} ${event.id2?.local ?? event.id2?.global}`;
    if (event.ph === 'b') begun.set(id, event);
    const begin = begun.get(id);
    if (event.ph !== 'e' || !begin) continue;
    begun.delete(id);
    if (begin.args.event_latency?.event_type === 'KEY_PRESSED')
      took.push((event.ts - begin.ts) / 1_000);
  }
  return took;
}

/** As a person types: a key each 60 to 140 ms, whatever the screen's own beat. */
export async function typeText(page: Page, text: string): Promise<void> {
  for (const letter of text) {
    const next = performance.now() + 60 + Math.random() * 80;
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  }
}

/** The raw limit: a field on an empty page of a browser of its own, which is closed. */
export async function bareKeys(browser: Browser, text: string): Promise<number[]> {
  const page = await (await browser.newContext({ viewport: null })).newPage();
  await page.setContent('<textarea autofocus rows="4" cols="60"></textarea>');
  await page.locator('textarea').focus();
  const took = await keysToScreen(browser, page, () => typeText(page, text));
  await browser.close();
  return took;
}
