// The office, each of its sections.
import { narrow, wide } from './hands.mjs';
import { reportScenes } from './report-scenes.mjs';
import { settingScenes } from './setting-scenes.mjs';

const section = (name) => (page) =>
  page.evaluate((place) => window.preview.emit('office', place), { section: name });

export const officeScenes = ['people', 'whatsapp', 'settings', 'outbox']
  .flatMap((name) => [
    [`office-${name}`, 'office', wide, section(name)],
    [`office-${name}-narrow`, 'office', narrow, section(name)],
  ])
  .concat([
    ['office-outbox-empty', 'office-empty', wide, section('outbox')],
    ['office-outbox-away', 'office-away', wide, section('outbox')],
    ...reportScenes,
    ...settingScenes,
  ]);
