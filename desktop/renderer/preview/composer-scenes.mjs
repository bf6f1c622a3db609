// Private notes, canned replies, and what is taken back.
import { narrow, wide } from './hands.mjs';

const note = async (page) => {
  await page.locator('#conversation [data-composer]').last().focus();
  await page.keyboard.press('Alt+n');
};
const kept = async (page) => {
  await note(page);
  await page.keyboard.type('Convênio confirmado. @ca');
  await page.keyboard.press('Enter');
  await page.keyboard.type('liga para ela?');
  await page.keyboard.press('Enter');
};

export const composerScenes = [
  [
    'note-mention',
    'desk',
    wide,
    async (page) => {
      await note(page);
      await page.keyboard.type('Convênio confirmado. @');
    },
  ],
  [
    'canned',
    'desk',
    wide,
    async (page) => {
      await page.locator('#conversation [data-composer]').last().focus();
      await page.keyboard.type('/');
    },
  ],
  [
    'canned-dialog',
    'desk',
    narrow,
    async (page) => {
      await page.locator('#conversation [data-composer]').last().focus();
      await page.keyboard.type('Até amanhã!');
      await page.getByRole('button', { name: /Anexar|Attach/ }).click();
      await page.getByRole('menuitem', { name: /Salvar este texto|Save this text/ }).click();
    },
  ],
  ['note-kept', 'desk', narrow, kept],
];
