// The reports and the overview of the office.
import { narrow, wide } from './hands.mjs';

const at = (place) => async (page) => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, place);
  await page.waitForTimeout(600);
};
const down = (place, name) => async (page) => {
  await at(place)(page);
  await page.getByRole('region', { name }).scrollIntoViewIfNeeded();
};

export const reportScenes = [
  ['office-overview', 'office', wide, at('#/overview')],
  ['office-overview-narrow', 'office', narrow, at('#/overview')],
  ['office-overview-crowd', 'office-crowd', wide, at('#/overview')],
  ['office-overview-empty', 'office-empty', wide, at('#/overview')],
  ['office-overview-away', 'office-away', wide, at('#/overview')],
  ['office-reports', 'office', wide, at('#/reports')],
  ['office-reports-compared', 'office', wide, at('#/reports?period=month&compare=before')],
  ['office-reports-narrow', 'office', narrow, at('#/reports?period=last-7-days&compare=before')],
  ['office-reports-hours', 'office', wide, down('#/reports?hours=business', 'Tempos')],
  ['office-reports-free', 'office', narrow, at('#/reports?from=2026-01-01&to=2026-11-02')],
  ['office-reports-people', 'office', wide, down('#/reports', 'Por atendente')],
  ['office-reports-crowd', 'office-crowd', narrow, down('#/reports', 'Por atendente')],
  [
    'office-reports-outcomes',
    'office',
    wide,
    down('#/reports?compare=before', 'Por que terminaram'),
  ],
  ['office-reports-load', 'office', wide, down('#/reports', 'Carga por dia da semana e hora')],
  ['office-reports-load-narrow', 'office', narrow, down('#/reports', 'Carga por dia')],
  ['office-reports-volume', 'office', wide, down('#/reports?period=year', 'Mensagens por dia')],
  ['office-reports-empty', 'office-empty', wide, at('#/reports')],
  ['office-reports-away', 'office-away', wide, at('#/reports')],
];
