/** What axe-core finds serious in a page, in the light and in the dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type WithAxe = { axe?: { run(context: object, options: RunOptions): Promise<AxeResults> } };

/** Whatever fades in has come: colours in between are nobody's to read. */
const atRest = (page: Page) =>
  page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.all(ending.map((one) => one.finished.catch(() => null)));
  });

async function found(page: Page, options: RunOptions): Promise<string[]> {
  await atRest(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(async (given) => {
    const { axe } = window as unknown as WithAxe;
    // Where a dialog of the library catches the keyboard, for nobody to see or hear.
    const context = { exclude: ['[data-base-ui-focus-guard]'] };
    return (await axe?.run(context, given)) ?? { violations: [] };
  }, options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, any, all, none }) => {
        const [why] = [...any, ...all, ...none];
        return `${id}: ${html.slice(0, 200)} | ${why?.message ?? ''}`;
      }),
    );
}

/** Each with the name of the screen; only the colours are others in the dark. */
export async function seriousIn(page: Page, screen: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const light = await found(page, { resultTypes: ['violations'] });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await found(page, {
    resultTypes: ['violations'],
    runOnly: { type: 'rule', values: ['color-contrast'] },
  });
  return [
    ...light.map((one) => `${screen}, light: ${one}`),
    ...dark.map((one) => `${screen}, dark: ${one}`),
  ];
}
