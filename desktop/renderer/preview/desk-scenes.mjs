// The palette, tabs and lists at work.
import { narrow, wide } from './hands.mjs';

const tab = (page, n) => page.getByRole('tablist').last().getByRole('tab').nth(n);
const openSome = async (page) => {
  for (const n of [1, 2, 3]) {
    await page.evaluate(
      (at) => window.preview.emit('show', { conversationId: window.preview.ids[at] }),
      n,
    );
  }
};

const outbox = async (page) => {
  await page.locator('[data-connection]').click();
  await page.getByRole('button', { name: /Abrir a caixa de saída|Open the outbox/ }).click();
};

export const deskScenes = [
  ['palette', 'desk', wide, (page) => page.keyboard.press('Control+K')],
  [
    'palette-narrow',
    'desk',
    narrow,
    async (page) => {
      await page.keyboard.press('Control+K');
      await page.keyboard.type('mar');
    },
  ],
  [
    'palette-none',
    'desk',
    wide,
    async (page) => {
      await page.keyboard.press('Control+K');
      await page.keyboard.type('zzzz');
    },
  ],
  [
    'tab-menu',
    'desk',
    wide,
    async (page) => {
      await openSome(page);
      await page.keyboard.press('Alt+P');
      await tab(page, 1).click({ button: 'right' });
    },
  ],
  [
    'list-view',
    'desk',
    wide,
    (page) =>
      page.getByRole('button', { name: /O que a lista mostra|What the list shows/ }).click(),
  ],
  [
    'selection',
    'desk',
    narrow,
    async (page) => {
      await page.getByRole('tab', { name: /Todas|All/ }).click();
      const entry = (n) => page.locator('[data-conversation]').nth(n);
      await entry(0).click({ modifiers: ['Control'] });
      await entry(4).click({ modifiers: ['Shift'] });
    },
  ],
  ...['selection-tags', 'selection-tagged'].map((name) => [
    name,
    'panel',
    narrow,
    async (page) => {
      await page.getByRole('tab', { name: /Todas|All/ }).click();
      const entry = (n) => page.locator('[data-conversation]').nth(n);
      await entry(0).click({ modifiers: ['Control'] });
      await entry(4).click({ modifiers: ['Shift'] });
      await page.getByRole('button', { name: /Etiquetar os contatos|Tag the contacts/ }).click();
      if (name === 'selection-tags') return;
      await page.getByRole('menuitem', { name: 'Retorno' }).click();
    },
  ]),
  ['outbox', 'offline', wide, outbox],
  ['outbox-empty', 'desk', narrow, outbox],
];
