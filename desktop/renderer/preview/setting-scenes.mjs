// The settings in the office, part by part.
import { narrow, wide } from './hands.mjs';

const section = (page) =>
  page.evaluate((place) => window.preview.emit('office', place), { section: 'settings' });
/** By its place in the list of parts: the words depend on the language. */
const part = (nth, then) => async (page) => {
  await section(page);
  await page.locator('main nav li button').nth(nth).click();
  await then?.(page);
};
const save = (page) => page.locator('form button[type=submit]').click();

const parts = ['workspace', 'hours', 'greeting', 'timing', 'farewells'];

export const settingScenes = parts
  .flatMap((name, nth) => [
    [`office-set-${name}`, 'office', wide, part(nth)],
    [`office-set-${name}-narrow`, 'office', narrow, part(nth)],
  ])
  .concat([
    ['office-set-away', 'office-away', wide, part(3)],
    [
      'office-set-zone',
      'office',
      wide,
      part(0, async (page) => {
        await page.locator('main button[role=combobox]').click();
        await page.locator('input[placeholder]').fill('-4');
        await page.locator('[role=option]').first().waitFor();
      }),
    ],
    [
      'office-set-zone-means',
      'office-refused',
      narrow,
      part(0, async (page) => {
        await page.locator('main button[role=combobox]').click();
        await page.locator('input[placeholder]').fill('manaus');
        await page.locator('[role=option]').first().waitFor();
        await page.keyboard.press('Enter');
        await save(page);
      }),
    ],
    [
      'office-set-email',
      'office',
      wide,
      part(10, (page) => page.locator('main section button').last().click()),
    ],
    ['office-set-email-narrow', 'office', narrow, part(10)],
    ['office-set-email-environment', 'office-environment', wide, part(10)],
    ['office-set-installation', 'office', wide, part(11)],
    [
      'office-set-retention',
      'office',
      narrow,
      part(9, (page) => page.locator('form input[type=checkbox]').first().check()),
    ],
    ['office-set-canned', 'office', wide, part(6)],
    [
      'office-set-proposed',
      'office',
      narrow,
      part(1, (page) => page.locator('form button:has(svg.lucide-calendar-plus)').click()),
    ],
    [
      'office-set-wrong',
      'office',
      wide,
      part(3, (page) => page.locator('input[inputmode=numeric]').first().fill('4')),
    ],
    [
      'office-set-unsaved',
      'office',
      narrow,
      part(3, async (page) => {
        await page.locator('input[inputmode=numeric]').first().fill('45');
        await page.locator('main nav li button').nth(0).click();
      }),
    ],
  ]);
