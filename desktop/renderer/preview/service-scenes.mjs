// The services of the office.
import { narrow, wide } from './hands.mjs';

const at = (query) => async (page) => {
  await page.evaluate((asked) => {
    window.location.hash = `#/services${asked}`;
  }, query);
};
const then =
  (...steps) =>
  async (page) => {
    for (const step of steps) await step(page);
  };
const press = (name) => (page) => page.getByRole('button', { name }).first().click();
const busy =
  '?by=finished&period=last-30-days&state=finished&attendantId=nobody&finishReason=inactivity&score=4&weekday=1&hour=9&text=consulta';

const exporting = then(at(''), press(/Exportar|Export/), (page) =>
  page.getByRole('menuitem', { name: 'CSV' }).click(),
);

const detail = '?id=01900003-0000-7000-8000-00000000000d';
export const serviceScenes = [
  ['office-services-detail', 'office', wide, at(detail)],
  ['office-services-detail-narrow', 'office', narrow, at(detail)],
  ['office-services-export', 'office', wide, exporting],
  ['office-services-export-failed', 'office-full', narrow, exporting],
  [
    'office-services-views',
    'office',
    wide,
    then(at('?state=waiting'), press(/^Visões|^Visão:|^View/)),
  ],
  [
    'office-services-view-new',
    'office',
    narrow,
    then(at('?state=waiting&hour=9'), press(/^Visões|^Visão:|^View/), (page) =>
      page.getByRole('menuitem', { name: /nova|new/ }).click(),
    ),
  ],
  ['office-services', 'office', wide, at('')],
  ['office-services-narrow', 'office', narrow, at('')],
  ['office-services-none', 'office', wide, at(busy)],
  ['office-services-none-narrow', 'office', narrow, at(busy)],
  ['office-services-empty', 'office-empty', wide, at('')],
  ['office-services-away', 'office-away', wide, at('')],
  [
    'office-services-period',
    'office',
    wide,
    then(at('?period=last-7-days&by=finished'), press(/7 di|7 day/), press(/^Calend/)),
  ],
  ['office-services-more', 'office', narrow, then(at('?state=open'), press(/Mais filtros|More/))],
];
