// What is photographed of the search.
import { narrow, wide } from './hands.mjs';

const look = (text) => async (page) => {
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type(text);
  await page.waitForTimeout(500);
};

export const searchScenes = [
  [
    'search-known',
    'panel',
    narrow,
    async (page) => {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('combobox').fill('juliana.pra');
    },
  ],
  [
    'search-tag',
    'panel',
    wide,
    async (page) => {
      await page.keyboard.press('Control+Shift+F');
      await page.getByRole('combobox').fill('vip');
    },
  ],
  ['lost', 'lost', wide],
  ['lost-narrow', 'lost', narrow, (page) => page.locator('[data-connection]').click()],
  ['search', 'desk', wide, look('consulta')],
  [
    'search-open',
    'desk',
    narrow,
    async (page) => {
      await look('consulta')(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    },
  ],
  ['search-contacts', 'desk', wide, look('maria')],
  ['search-empty', 'desk', wide, look('')],
  ['search-none', 'desk', wide, look('zzz "')],
  ['search-offline', 'offline', wide, look('amanha')],
  [
    'find',
    'desk',
    wide,
    async (page) => {
      await page.keyboard.press('Control+F');
      await page.keyboard.type('horario');
      await page.waitForTimeout(500);
      for (let n = 0; n < 12; n += 1) await page.keyboard.press('Enter');
    },
  ],
];
