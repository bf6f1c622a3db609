/**
 * How evenly a page draws while it is scrolled as by a wheel: the longest time between two frames of
 * its main thread, in which rows are made and drawn.
 */
import type { Page } from 'playwright-core';
import { openBrowser } from '../console.ts';

/** Pixels a second: faster than one reads, as fast as one looks for something. */
const speed = 4_000;

export type Frames = { longest: number; count: number; over50: number };

/** Scrolls at a point of the page by so many pixels (up: positive), and back. */
export async function scrolled(
  page: Page,
  { x, y }: { x: number; y: number },
  by: number,
): Promise<Frames> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    Object.assign(window, { gaps });
    let before = performance.now();
    const frame = (now: number) => {
      gaps.push(now - before);
      before = now;
      if ((window as unknown as { gaps: unknown }).gaps === gaps) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const protocol = await page.context().newCDPSession(page);
  for (const yDistance of [by, -by]) {
    const gesture = { x, y, yDistance, speed, gestureSourceType: 'mouse' as const };
    await protocol.send('Input.synthesizeScrollGesture', gesture);
  }
  await protocol.detach();
  const gaps = await page.evaluate(() => {
    const { gaps } = window as unknown as { gaps: number[] };
    Object.assign(window, { gaps: null });
    return gaps.slice(1);
  });
  return {
    longest: Math.max(...gaps),
    count: gaps.length,
    over50: gaps.filter((gap) => gap > 50).length,
  };
}

/** The raw limit: a page with nothing in it but its height, in a browser of its own. */
export async function bareScroll(browserArgs: string[], by: number): Promise<Frames> {
  const browser = await openBrowser(browserArgs);
  try {
    const page = await (await browser.newContext({ viewport: null })).newPage();
    await page.setContent('<div style="height: 400000px"></div>');
    return await scrolled(page, { x: 200, y: 400 }, -by);
  } finally {
    await browser.close();
  }
}
