// The office, each of its sections.
import { narrow, wide } from './hands.mjs';
import { reportScenes } from './report-scenes.mjs';
import { settingScenes } from './setting-scenes.mjs';

const section = (name) => (page) =>
  page.evaluate((place) => window.preview.emit('office', place), { section: name });

export const officeScenes = ['people', 'whatsapp', 'settings', 'outbox', 'audit']
  .flatMap((name) => [
    [`office-${name}`, 'office', wide, section(name)],
    [`office-${name}-narrow`, 'office', narrow, section(name)],
  ])
  .concat([
    ['office-audit-empty', 'office-empty', wide, section('audit')],
    ['office-audit-away', 'office-away', wide, section('audit')],
    ...[wide, narrow].map((size, n) => [
      `office-audit-open${n ? '-narrow' : ''}`,
      'office',
      size,
      async (page) => {
        await section('audit')(page);
        for (const nth of [0, 1, 5]) await page.locator('summary').nth(nth).click();
        await page.locator('search select').first().selectOption('own');
      },
    ]),
    ['office-outbox-empty', 'office-empty', wide, section('outbox')],
    ['office-outbox-away', 'office-away', wide, section('outbox')],
    ...reportScenes,
    ...settingScenes,
  ]);
